import { sql } from 'kysely'
import { refuseUnlessReached } from '../access/reach.rows.ts'
import { instantOfStamp, isoOf } from '../center/zones.ts'
import type { Actor } from '../kernel/claims.ts'
import type { Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { groupBy } from '../schedule/week.rows.ts'
import { TEMPLATES, type Template } from './group-note.ts'
import type { ProgressNote, WriteProgressNote } from './progress-note.ts'
import { refuseUnlicensed, signNotes } from './signature.rows.ts'

const NOTHING_HERE = new Refusal('not-available', 'There is nothing here for you.', 404)
const A_DAY = 24 * 3_600_000

/** Notes of one person the reader may see, newest first. A participant reads what is signed. Refusal `not-available`. */
export async function readNotesOf(tx: Tx, actor: Actor, participant: string): Promise<ProgressNote[]> {
  const known = await tx
    .selectFrom('participant')
    .select('participant_id')
    .where('participant_id', '=', participant)
    .executeTakeFirst()
  if (!known) throw NOTHING_HERE
  await refuseUnlessReached(tx, { dataClass: 'C2', verb: 'r', participant })
  onRecord(tx, { people: [participant] })
  const notes = await tx
    .selectFrom('progress_note')
    .leftJoin('session', (join) =>
      join
        .onRef('session.center_id', '=', 'progress_note.center_id')
        .onRef('session.id', '=', 'progress_note.session_id'),
    )
    .leftJoin('service', (join) =>
      join.onRef('service.center_id', '=', 'session.center_id').onRef('service.id', '=', 'session.service_id'),
    )
    .selectAll('progress_note')
    .select(['session.starts_wall', 'session.ends_at', 'service.name as service'])
    .distinctOn('progress_note.id')
    .where('progress_note.participant_id', '=', participant)
    .orderBy('progress_note.id')
    .orderBy('progress_note.version', 'desc')
    .execute()
  const signatures = await tx
    .selectFrom('note_signature')
    .selectAll()
    .where('participant_id', '=', participant)
    .orderBy('signed_at')
    .execute()
  const signaturesOf = groupBy(signatures, ({ note_id }) => note_id)
  return notes
    .map((note): ProgressNote => ({
      id: note.id,
      version: note.version,
      kind: note.kind as ProgressNote['kind'],
      template: note.template as Template,
      session:
        note.session_id && note.service && note.starts_wall
          ? { id: note.session_id, service: note.service, start: note.starts_wall }
          : null,
      addendumTo: note.addendum_to,
      parts: TEMPLATES[note.template as Template].map((part) => ({
        part,
        words: (note.parts as Record<string, string>)[part] ?? '',
      })),
      chips: note.chips,
      copied: note.copied_from !== null,
      author: note.author_name,
      own: note.author_id === actor.uid,
      writtenAt: note.written_at,
      signatures: (signaturesOf.get(note.id) ?? []).map((one) => ({
        as: one.signs_as as 'author',
        by: one.signed_by_name,
        at: one.signed_at,
        late: note.ends_at !== null && instantOfStamp(one.signed_at) > instantOfStamp(note.ends_at) + A_DAY,
      })),
    }))
    .filter((note) => actor.role !== 'participant' || note.signatures.length > 0)
    .toSorted((a, b) => (a.writtenAt < b.writtenAt ? 1 : -1))
}

/**
 * Saves one note as its next version. Sent again it is the same save. Refusals: `not-available`, `signed-already`,
 * `note-moved` when a later version than the one named is there.
 */
export async function writeProgressNote(
  tx: Tx,
  actor: Actor,
  asked: { participant: string; note: string; written: WriteProgressNote },
): Promise<{ version: number }> {
  const { participant, note, written } = asked
  onRecord(tx, { people: [participant], objects: [note], verb: 'write' })
  const latest = await latestVersion(tx, participant, note)
  if (await isSigned(tx, participant, note))
    throw new Refusal('signed-already', 'This note is signed and locked. Write an addendum to it instead.')
  const same = latest !== undefined && latest.version === written.basedOn + 1 && sameParts(latest.parts, written.parts)
  if (same) return { version: latest.version }
  if ((latest?.version ?? 0) !== written.basedOn)
    throw new Refusal('note-moved', 'This note was saved on another screen meanwhile. Reload it; your text stays here.')
  await tx
    .insertInto('progress_note')
    .values({
      center_id: actor.center,
      participant_id: participant,
      id: note,
      version: written.basedOn + 1,
      session_id: written.session,
      addendum_to: written.addendumTo,
      kind: written.kind,
      template: written.template,
      parts: JSON.stringify(written.parts),
      chips: written.chips,
      copied_from: written.copiedFrom,
      author_id: actor.uid ?? '',
      author_name: actor.name,
    })
    .execute()
  return { version: written.basedOn + 1 }
}

/** Signs the latest version and locks the note. Refusals: `not-available`, `note-moved`, `note-empty`, `license-ended`. */
export async function signProgressNote(
  tx: Tx,
  actor: Actor,
  asked: { participant: string; note: string; version: number; today: string },
): Promise<void> {
  const { participant, note, version, today } = asked
  onRecord(tx, { people: [participant], objects: [note], verb: 'write' })
  const latest = await latestVersion(tx, participant, note)
  if (!latest) throw NOTHING_HERE
  if (latest.version !== version)
    throw new Refusal('note-moved', 'This note was saved on another screen meanwhile. Read it again, then sign.')
  if (await isSigned(tx, participant, note)) throw new Refusal('signed-already', 'This note is signed already.')
  const parts = latest.parts as Record<string, string>
  if (Object.values(parts).every((words) => words.trim() === ''))
    throw new Refusal('note-empty', 'There is nothing in this note yet. Write at least one part, then sign.', 400)
  if (latest.session_id) await refuseUnlicensed(tx, latest.session_id, today)
  const { template, chips } = latest
  await signNotes(tx, actor, [{ participant, note, version, session: latest.session_id, template, parts, chips }])
}

/** Sessions the reader holds that are over at `now` (epoch milliseconds) and not signed, oldest first. */
export async function unsignedSessions(
  tx: Tx,
  now: number,
): Promise<{ session: string; service: string; kind: string; start: string; members: number }[]> {
  const { rows } = await sql<{ session: string; service: string; kind: string; start: string; members: number }>`
    SELECT s.id AS session, v.name AS service, v.kind, s.starts_wall AS start, s.taken AS members
    FROM session s JOIN service v ON v.center_id = s.center_id AND v.id = s.service_id
    WHERE s.id = ANY (sec.led_by_me()) AND s.ends_at < ${isoOf(Math.floor(now / 1000) * 1000)} AND s.taken > 0
      AND NOT EXISTS (SELECT FROM note_signature n WHERE n.center_id = s.center_id AND n.session_id = s.id)
    ORDER BY s.starts_at, s.id`.execute(tx)
  return rows
}

async function latestVersion(tx: Tx, participant: string, note: string) {
  return tx
    .selectFrom('progress_note')
    .select(['version', 'parts', 'chips', 'template', 'session_id'])
    .where('participant_id', '=', participant)
    .where('id', '=', note)
    .orderBy('version', 'desc')
    .executeTakeFirst()
}

async function isSigned(tx: Tx, participant: string, note: string): Promise<boolean> {
  const found = await tx
    .selectFrom('note_signature')
    .select('id')
    .where('participant_id', '=', participant)
    .where('note_id', '=', note)
    .executeTakeFirst()
  return found !== undefined
}

function sameParts(stored: unknown, written: Readonly<Record<string, string>>): boolean {
  const parts = stored as Record<string, string>
  const names = [...new Set([...Object.keys(parts), ...Object.keys(written)])]
  return names.every((name) => (parts[name] ?? '') === (written[name] ?? ''))
}
