import '../ui/icon.css'
import './participant.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { installTrustedTypes } from '../ui/trusted-types.ts'
import { chooseLanguage, rememberedLanguage } from './language.ts'
import { OwnPage } from './own-page.tsx'
import { WelcomePage } from './welcome-page.tsx'

const KioskPage = lazy(() => import('./kiosk/kiosk-page.tsx').then((m) => ({ default: m.KioskPage })))

installTrustedTypes()
chooseLanguage(rememberedLanguage())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <Suspense>
          <Page path={window.location.pathname} />
        </Suspense>
      </I18nProvider>
    </StrictMode>,
  )
}

function Page({ path }: { path: string }) {
  if (path === '/kiosk') return <KioskPage />
  return path.endsWith('/welcome') ? <WelcomePage /> : <OwnPage />
}
