import { instantOf, zoneNamed } from '../center/zones.ts'
import type { Tx } from '../kernel/database.ts'
import { newId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { dateOf, dayNumber } from '../planner/model/time.ts'
import type { Week } from '../planner/model/week.ts'
import { toldChanges } from './changed-week.ts'
import { changeNames } from './changed-week.rows.ts'
import { readRun } from './plan-run.rows.ts'
import { figuresOf, type KeptFigures, type Proposals } from './repair.ts'
import type { RepairFound } from './repairing.worker.ts'
import { among } from './week.rows.ts'

const HOUR = 3_600_000

/** Stores one round of proposals; the rounds before it are no longer shown. */
export async function saveRepairs(
  tx: Tx,
  made: { center: string; run: string; weekStart: string; round: number; week: Week },
  found: readonly RepairFound[],
): Promise<void> {
  const rows = found.map(({ proposal, plan }) => ({
    center_id: made.center,
    id: newId(),
    run_id: made.run,
    week_start: made.weekStart,
    kind: 'repair',
    round: made.round,
    labels: [...proposal.labels],
    figures: JSON.stringify(figuresOf(made.week, proposal)),
    plan: JSON.stringify(plan),
  }))
  onRecord(tx, {
    people: found.flatMap(({ plan }) => plan.sessions.flatMap((session) => session.members)),
    objects: [...rows.map((row) => row.id), made.weekStart],
  })
  if (rows.length > 0) await tx.insertInto('week_proposal').values(rows).execute()
}

/**
 * People whose life or prescription was recorded anew since an instant, as far as it touches the week: they choose anew
 * where they miss something.
 */
export async function changedSince(tx: Tx, weekStart: string, since: string): Promise<string[]> {
  const [from, until] = [dateOf(dayNumber(weekStart) - 7), dateOf(dayNumber(weekStart) + 7)]
  const busy = await tx
    .selectFrom('obligation')
    .select('participant_id')
    .where((eb) => eb.or([eb('recorded_at', '>', since), eb('withdrawn_at', '>', since)]))
    .where((eb) => eb.or([eb('weekday', 'is not', null), eb('starts_wall', '<', `${until}T00:00`)]))
    .execute()
  const off = await tx
    .selectFrom('obligation_day_off')
    .select('participant_id')
    .where((eb) => eb.or([eb('recorded_at', '>', since), eb('withdrawn_at', '>', since)]))
    .where('on_date', '>=', from)
    .where('on_date', '<', until)
    .execute()
  const doses = await tx
    .selectFrom('prescription')
    .select('participant_id')
    .where('recorded_at', '>', since)
    .where('valid_from', '<', until)
    .execute()
  return [...new Set([...busy, ...off, ...doses].map((row) => row.participant_id))].toSorted()
}

/** The newest round of a repair with words for people. `now` in epoch milliseconds. Refusal: `not-available`. */
export async function readProposals(tx: Tx, run: string, now: number): Promise<Proposals> {
  const state = await readRun(tx, run)
  const rows = await proposalRows(tx, run)
  const names = await changeNames(tx)
  const center = await tx.selectFrom('center').select('time_zone').executeTakeFirstOrThrow()
  const kept = rows.map((row) => ({ row, figures: row.figures as unknown as KeptFigures }))
  const told = [...new Set(kept.flatMap(({ figures }) => Object.keys(figures.changes)))]
  const people = await tx
    .selectFrom('participant')
    .select(['participant_id', 'chosen_name'])
    .where(among(told))
    .orderBy('chosen_name')
    .execute()
  onRecord(tx, { people: people.map((one) => one.participant_id), objects: [run] })
  return {
    run: state,
    round: rows[0]?.round ?? 0,
    proposals: kept.map(({ row, figures: { changes, ...figures } }) => ({
      ...figures,
      id: row.id,
      labels: row.labels as 'balanced'[],
      noticeHours: hoursUntil(center.time_zone, figures.firstChange, now),
      told: people
        .filter((one) => changes[one.participant_id])
        .map((one) => ({
          id: one.participant_id,
          name: one.chosen_name,
          changes: toldChanges(changes[one.participant_id]!, names),
        })),
      published: row.publication_id !== null,
      rejected: row.rejected_by === null ? null : { by: row.rejected_by, at: row.rejected_at! },
    })),
  }
}

/** A proposal nobody wants: who said so and when. Said twice, the first counts. Refusal: `not-available`. */
export async function rejectProposal(
  tx: Tx,
  asked: { center: string; by: string; run: string; proposal: string },
): Promise<void> {
  onRecord(tx, { people: [], objects: [asked.proposal], verb: 'write' })
  const found = await tx
    .selectFrom('week_proposal')
    .select('id')
    .where('id', '=', asked.proposal)
    .where('run_id', '=', asked.run)
    .executeTakeFirst()
  if (!found) throw new Refusal('not-available', 'There is nothing here for you.', 404)
  await tx
    .insertInto('proposal_rejection')
    .values({ center_id: asked.center, proposal_id: asked.proposal, rejected_by: asked.by })
    .onConflict((row) => row.doNothing())
    .execute()
}

async function proposalRows(tx: Tx, run: string) {
  return tx
    .selectFrom('week_proposal as one')
    .leftJoin('publication', (join) =>
      join.onRef('publication.proposal_id', '=', 'one.id').onRef('publication.center_id', '=', 'one.center_id'),
    )
    .leftJoin('proposal_rejection as rejection', (join) =>
      join.onRef('rejection.proposal_id', '=', 'one.id').onRef('rejection.center_id', '=', 'one.center_id'),
    )
    .select(['one.id', 'one.round', 'one.labels', 'one.figures', 'publication.id as publication_id'])
    .select(['rejection.rejected_by', 'rejection.rejected_at'])
    .where('one.run_id', '=', run)
    .where('one.kind', '=', 'repair')
    .where('one.round', '=', (eb) =>
      eb
        .selectFrom('week_proposal as newest')
        .select((newest) => newest.fn.max('newest.round').as('round'))
        .where('newest.run_id', '=', run),
    )
    .orderBy('one.id')
    .execute()
}

function hoursUntil(timeZone: string, wall: string | null, now: number): number | null {
  const zone = zoneNamed(timeZone)
  return wall === null || !zone ? null : Math.floor((instantOf(zone, wall).at - now) / HOUR)
}
