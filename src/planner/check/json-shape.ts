import type { z } from 'zod'
import { finding } from './well-formed/finding.ts'
import type { Breach } from '../rules/rule.ts'

/** At most this many findings about one file's shape are told; a file of another kind would give millions. */
const TOLD = 100

type Issue = z.core.$ZodIssue

/** What a schema refuses, in words: where, what, and how to mend it. */
export function shapeFindings(name: string, issues: readonly Issue[], section: string): Breach[] {
  const told = issues.slice(0, TOLD).map((issue) => ({ ...issueFinding(issue, section), name }))
  const rest = issues.length - told.length
  return rest > 0 ? [...told, { name, text: `and ${rest} more findings of this sort` }] : told
}

function issueFinding(issue: Issue, section: string): Breach {
  const path = pathWords(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const fields = issue.keys.map((key) => JSON.stringify(key.slice(0, 80))).join(', ')
    return finding(path, `unknown field ${fields}`, 'Maybe remove it or correct its spelling.')
  }
  return finding(
    path,
    issue.message.replace(/^Invalid input: /, ''),
    `Maybe correct it after docs/week-format.md section ${section}.`,
  )
}

function pathWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file'
  return path.map((step, n) => (typeof step === 'number' ? `[${step}]` : `${n > 0 ? '.' : ''}${String(step)}`)).join('')
}
