// Whether every installed package bears a license that Apache-2.0 software may be distributed with.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ALLOWED = new Set(
  'MIT MIT-0 ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD CC0-1.0 CC-BY-4.0 BlueOak-1.0.0 Python-2.0 Unlicense'.split(
    ' ',
  ),
)

/** MPL-2.0 covers its own files only and does not reach our code; still, each package is named. */
const MPL = new Set(['ical.js', 'axe-core', '@axe-core/playwright', 'lightningcss', 'web-push'])

/** Packages whose package.json does not say it in one of the words above, each with what was read instead. */
const EXCEPTIONS = {
  'cli-table': 'its README carries the MIT license in full (used by @lingui/cli, not distributed)',
  pako: 'MIT AND Zlib: the part ported from zlib is under the zlib license, permissive like MIT (used by autocannon, not distributed)',
}

/** One line for each package that may not stay: `name version: license`. Throws when no package is found at all. */
export function licenseFaults(modules) {
  const packages = packagesIn(modules)
  if (packages.length === 0) throw new Error(`no packages in ${modules}`)
  const faults = packages.filter((found) => !isAllowed(found))
  const names = new Set(packages.map(({ name }) => name))
  const stale = Object.keys(EXCEPTIONS).filter((name) => !names.has(name))
  return [
    ...faults.map(({ name, version, license }) => `${name} ${version}: ${license ?? 'no license named'}`),
    ...stale.map((name) => `${name}: named as an exception but not installed`),
  ]
}

function packagesIn(modules) {
  if (!existsSync(modules)) return []
  return readdirSync(modules, { withFileTypes: true }).flatMap((entry) => {
    const path = join(modules, entry.name)
    if (!entry.isDirectory() || entry.name.startsWith('.')) return []
    return entry.name.startsWith('@')
      ? readdirSync(path).flatMap((name) => packageAt(join(path, name)))
      : packageAt(path)
  })
}

function packageAt(path) {
  const file = join(path, 'package.json')
  const nested = packagesIn(join(path, 'node_modules'))
  if (!existsSync(file)) return nested
  const { name, version, license, licenses } = JSON.parse(readFileSync(file, 'utf8'))
  if (!name) return nested
  const said = license?.type ?? license ?? licenses?.map((one) => one.type ?? one).join(' OR ')
  return [{ name, version, license: said }, ...nested]
}

function isAllowed({ name, license }) {
  if (EXCEPTIONS[name]) return true
  return satisfies(license ?? '', (one) => ALLOWED.has(one) || (one === 'MPL-2.0' && isMpl(name)))
}

const isMpl = (name) => MPL.has(name) || name.startsWith('lightningcss-')

/** SPDX expressions as npm knows them: of `A OR B` one must do, of `A AND B` both. */
function satisfies(expression, allows) {
  const alternatives = expression.replace(/^\((.*)\)$/, '$1').split(/ OR /i) // an inner bracket stays and is not allowed
  return alternatives.some((alternative) => alternative.split(/ AND /i).every((one) => allows(one.trim())))
}
