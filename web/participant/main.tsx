import '../ui/icon.css'
import './participant.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { installTrustedTypes } from '../ui/trusted-types.ts'
import { chooseLanguage, rememberedLanguage } from './language.ts'
import { OwnPage } from './own-page.tsx'
import { WelcomePage } from './welcome-page.tsx'

installTrustedTypes()
chooseLanguage(rememberedLanguage())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        {window.location.pathname.endsWith('/welcome') ? <WelcomePage /> : <OwnPage />}
      </I18nProvider>
    </StrictMode>,
  )
}
