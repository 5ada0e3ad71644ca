// `npm test`: whatever set-up is missing, a browser, then every check.
import { fetchBrowser, findBrowser } from './browser.mjs'
import { check, checkOptions } from './check.mjs'
import { checkVersions, install } from './set-up.mjs'
import { main, reporter } from './steps.mjs'

await main(async () => {
  const report = reporter(process.stdout)
  const options = checkOptions(process.argv.slice(2))
  checkVersions()
  await install(report)
  const needsBrowser = !options.withoutBrowser && (!options.only || options.only.includes('e2e'))
  const browser = needsBrowser ? ((await findBrowser()) ?? (await fetchBrowser(report))) : undefined
  if (browser) process.env.EVENKEEL_CHROMIUM = browser // none: the step e2e fails and says how to get one
  process.exitCode = await check(options)
})
