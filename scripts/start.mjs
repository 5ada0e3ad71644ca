// `npm start`: whatever set-up is missing, then the program, in this very process: signals and exit code are its own, and
// nothing is left behind when it is killed.
import { build, checkVersions, install, PROGRAM } from './set-up.mjs'
import { main, reporter } from './steps.mjs'

await main(async () => {
  const report = reporter(process.stdout)
  checkVersions()
  await install(report)
  await build(report)
  process.argv = [process.execPath, PROGRAM, 'start', ...process.argv.slice(2)]
  await import(PROGRAM)
})
