import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Sea green, from paper to ink. White on shade 9 has 9:1, white on shade 7 (dark) 5:1; WCAG asks for 4.5:1. */
const keel: MantineColorsTuple = [
  '#edf6f5',
  '#d9ebe9',
  '#b0d6d3',
  '#84c0bc',
  '#5fada8',
  '#47a19b',
  '#2f8e88',
  '#1d7771',
  '#0b625d',
  '#034f4b',
]

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

export const theme = createTheme({
  colors: { keel },
  primaryColor: 'keel',
  primaryShade: { light: 9, dark: 7 },
  autoContrast: true,
  fontFamily: system,
  headings: { fontFamily: system, fontWeight: '650' },
  defaultRadius: 'md',
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  // Locking the page's scroll would need a style element without our nonce.
  components: { Modal: { defaultProps: { lockScroll: false } } },
})
