import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Two pages by audience: staff at `/`, participants at `/me`. The server replaces `__NONCE__` on every answer. */
export default defineConfig({
  root: here('web'),
  base: '/',
  plugins: [react(), lingui({ failOnMissing: true, failOnCompileError: true })],
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: here('dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { staff: here('web/staff/index.html'), participant: here('web/participant/index.html') },
    },
  },
})
