import { wallOf, zoneNamed } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { onRecord } from '../kernel/trail.ts'
import { type EnterRule, type ProgramRule, refuseImpossibleRule, USUAL_PROGRAM_RULE } from './attendance-rule.ts'

/** The rule in force on a day: the latest version that had begun, else the usual one. */
export async function programRuleOn(tx: Tx, day: string): Promise<ProgramRule> {
  return (await programRules(tx)).find(({ fromDate }) => fromDate <= day) ?? USUAL_PROGRAM_RULE
}

/** All versions, the one that begins last first. */
export async function programRules(tx: Tx): Promise<ProgramRule[]> {
  const rows = await tx
    .selectFrom('attendance_rule')
    .selectAll()
    .orderBy('from_date', 'desc')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    version: row.version,
    fromDate: row.from_date,
    lateAfterMinutes: row.late_after_minutes,
    missingAfterMinutes: row.missing_after_minutes,
    noShowAfterMinutes: row.no_show_after_minutes,
    words: row.words,
    wordsEs: row.words_es ?? row.words,
    callAgainMinutes: row.call_again_minutes,
    counselorAfterAttempts: row.counselor_after_attempts,
    supervisorAfterAttempts: row.supervisor_after_attempts,
    counselorAfterHours: row.counselor_after_hours,
    supervisorAfterHours: row.supervisor_after_hours,
    offersMakeUps: row.offers_make_ups as ProgramRule['offersMakeUps'],
    enteredBy: row.entered_by,
  }))
}

/** The center's date at an instant (milliseconds since 1970 UTC). */
export async function centerDay(tx: Tx, now: number): Promise<string> {
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const zone = zoneNamed(center.time_zone)
  if (!zone) throw new Error(`zone ${center.time_zone} is unknown`)
  return wallOf(zone, now).slice(0, 10)
}

/** Enters the next version. Refusals: those of `refuseImpossibleRule`. */
export async function enterRule(tx: Tx, actor: Actor, rule: EnterRule, now: number): Promise<ProgramRule> {
  refuseImpossibleRule(rule, await centerDay(tx, now))
  const version = Math.max(0, ...(await programRules(tx)).map((one) => one.version)) + 1
  onRecord(tx, { people: [], objects: [rule.fromDate], verb: 'write' })
  await tx
    .insertInto('attendance_rule')
    .values({
      center_id: actor.center,
      version,
      from_date: rule.fromDate,
      late_after_minutes: rule.lateAfterMinutes,
      missing_after_minutes: rule.missingAfterMinutes,
      no_show_after_minutes: rule.noShowAfterMinutes,
      words: rule.words,
      words_es: rule.wordsEs,
      call_again_minutes: rule.callAgainMinutes,
      counselor_after_attempts: rule.counselorAfterAttempts,
      supervisor_after_attempts: rule.supervisorAfterAttempts,
      counselor_after_hours: rule.counselorAfterHours,
      supervisor_after_hours: rule.supervisorAfterHours,
      offers_make_ups: rule.offersMakeUps,
      entered_by: actor.name,
    })
    .execute()
  return { ...rule, version, enteredBy: actor.name }
}
