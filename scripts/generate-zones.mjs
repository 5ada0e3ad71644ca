// Writes src/center/zones-<version>.generated.ts from compiled IANA zone files (TZif, RFC 8536).
// Usage: node scripts/generate-zones.mjs ZONEINFO_FOLDER, for example the usr/share/zoneinfo folder of an unpacked tzdata package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FIRST = Date.UTC(2000, 0, 1) / 1000
const END = Date.UTC(2038, 0, 1) / 1000
// Whole copies of the tree for other clocks, and names that mean "this machine" or "unset".
const LEFT_OUT = new Set(['posix', 'right', 'localtime', 'posixrules', 'Factory'])

const folder = process.argv[2]
if (!folder) {
  console.error('Say where the compiled zones are: node scripts/generate-zones.mjs ZONEINFO_FOLDER')
  process.exit(1)
}
const version = readFileSync(join(folder, 'tzdata.zi'), 'utf8').match(/^# version (\S+)/)?.[1]
if (!version) throw new Error(`${folder}/tzdata.zi names no version`)

const namesByChanges = new Map()
for (const name of zoneNames(folder, '')) {
  const changes = packedChanges(readFileSync(join(folder, name)), name)
  namesByChanges.set(changes, [...(namesByChanges.get(changes) ?? []), name])
}
const rows = [...namesByChanges].map(([changes, names]) => [names.join(' '), changes])
writeFileSync(`src/center/zones-${version}.generated.ts`, sourceText(rows.sort((a, b) => (a[0] < b[0] ? -1 : 1))))
console.log(`zones-${version}: ${rows.length} different clocks, ${[...namesByChanges.values()].flat().length} names`)

function zoneNames(root, below) {
  return readdirSync(join(root, below), { withFileTypes: true })
    .filter((entry) => !LEFT_OUT.has(entry.name))
    .flatMap((entry) => {
      const path = below ? `${below}/${entry.name}` : entry.name
      if (entry.isDirectory()) return zoneNames(root, path)
      return readFileSync(join(root, path)).subarray(0, 4).toString('latin1') === 'TZif' ? [path] : []
    })
    .sort()
}

/** 'offsets;sequence;gaps': see the header of the written file. */
function packedChanges(bytes, name) {
  const all = timeChanges(bytes)
  let current = all.findLast((change) => change.at <= FIRST)?.offset ?? all[0].offset
  const offsets = [current]
  const sequence = [0]
  const gaps = []
  let last = FIRST
  for (const { at, offset } of all.filter((change) => change.at > FIRST && change.at < END)) {
    if (offset === current) continue
    if (at % 60 !== 0 || offset % 60 !== 0) throw new Error(`${name}: a change or offset that is not a whole minute`)
    if (!offsets.includes(offset)) offsets.push(offset)
    sequence.push(offsets.indexOf(offset))
    gaps.push(((at - last) / 60).toString(36))
    last = at
    current = offset
  }
  if (offsets.length > 36) throw new Error(`${name}: more offsets than one digit can count`)
  return `${offsets.map((seconds) => seconds / 60).join(' ')};${sequence.map((index) => index.toString(36)).join('')};${gaps.join(' ')}`
}

/** Every change of offset in the 64-bit block of a TZif file, the first entry being the offset before them all. */
function timeChanges(bytes) {
  const counts = (start) => [20, 24, 28, 32, 36, 40].map((offset) => bytes.readUInt32BE(start + offset))
  const [utFlags, standardFlags, leaps, times, types, characters] = counts(0)
  const second = 44 + times * 5 + types * 6 + characters + leaps * 8 + standardFlags + utFlags
  const [, , , timeCount] = counts(second)
  const indexes = second + 44 + timeCount * 8
  const offsetOf = (type) => bytes.readInt32BE(indexes + timeCount + type * 6)
  const changes = [{ at: -Infinity, offset: offsetOf(0) }]
  for (let i = 0; i < timeCount; i++) {
    changes.push({ at: Number(bytes.readBigInt64BE(second + 44 + i * 8)), offset: offsetOf(bytes[indexes + i]) })
  }
  requireYearsCovered(bytes, changes)
  return changes
}

/** A "slim" file leaves the years after its last change to a rule in its footer; this reader wants them written out. */
function requireYearsCovered(bytes, changes) {
  const footer = bytes.toString('latin1').split('\n').at(-2) ?? ''
  const last = changes.at(-1).at
  if (footer.includes(',') && last < Date.UTC(2037, 0, 1) / 1000) {
    throw new Error('The zone files end early: compile them with "zic -b fat"')
  }
}

function sourceText(rows) {
  const lines = rows.map((row) => `  ['${row[0]}', '${row[1]}'],`)
  return `/**
 * Clock changes of every IANA zone and link from 2000 to 2037, tzdata ${version} (public domain), written by
 * scripts/generate-zones.mjs. One row: the names that share these changes, then 'offsets;sequence;gaps': offsets from
 * UTC in minutes; which offset holds, one base-36 digit each, the first before any change; and the minutes from one
 * change to the next in base 36, counted from 2000-01-01T00:00Z.
 */
export const ZONE_VERSION = '${version}'

export const ZONE_ROWS: readonly (readonly [names: string, changes: string])[] = [
${lines.join('\n')}
]
`
}
