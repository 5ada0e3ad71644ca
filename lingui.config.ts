/**
 * Two catalogs: `en` and `es` hold what participants and supporters read (both languages complete),
 * `staff/en` what staff read. Message ids are written by hand (`week.plan`), never derived from the English text.
 */
const config = {
  locales: ['en', 'es'],
  sourceLocale: 'en',
  catalogs: [
    { path: '<rootDir>/web/words/{locale}', include: ['web/participant', 'web/ui'] },
    { path: '<rootDir>/web/words/staff/{locale}', include: ['web/staff'] },
  ],
  format: 'po',
  formatOptions: { origins: false, lineNumbers: false },
}

export default config
