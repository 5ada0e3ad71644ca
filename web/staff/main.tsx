import '@mantine/core/styles.css'
import '../ui/icon.css'
import './staff.css'
import './week/board.css'
import { I18nProvider } from '@lingui/react'
import { i18n } from '@lingui/core'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { problemOf } from '../ui/ask.ts'
import { styleNonce } from '../ui/nonce.ts'
import { installTrustedTypes } from '../ui/trusted-types.ts'
import { speak } from '../ui/words.ts'
import { messages as shared } from '../words/en.po'
import { messages as staff } from '../words/staff/en.po'
import { router } from './pages.tsx'
import { theme } from './theme.ts'
import { ToastProvider } from './toasts.tsx'

installTrustedTypes()
speak('en', { ...shared, ...staff })

/** A refusal is an answer: only silence is asked again, and only once. */
const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (count, error) => count < 1 && problemOf(error).status === 0 },
  },
})

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
        <I18nProvider i18n={i18n}>
          <QueryClientProvider client={queries}>
            <ToastProvider>
              <RouterProvider router={router} />
            </ToastProvider>
          </QueryClientProvider>
        </I18nProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
