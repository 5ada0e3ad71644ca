import {
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  OperatorNode,
  ReferenceNode,
  type RootOperationNode,
  type Transaction,
  ValuesNode,
} from 'kysely'
import pg from 'pg'
import type { Actor } from './claims.ts'
import type { DB } from './tables.generated.ts'

type Verb = 'read' | 'write'

/** What the work in a transaction says about itself for the audit trail; whatever is left out is observed. */
export interface OnRecord {
  /** Exactly these people, where more rows were looked at than were given out. Said twice, both count. */
  readonly people?: readonly string[]
  /** Ids of what was made, changed or looked at, or Mondays of weeks; never words. */
  readonly objects?: readonly string[]
  /** Where the method of the route or the statements would tell it wrong. */
  readonly verb?: Verb
  readonly outcome?: 'done' | 'denied'
}

interface Trail {
  /** Everybody whose rows came back or were written. */
  readonly met: Set<string>
  /** What the statements on their way ask about: it counts once they found something. */
  readonly asked: WeakMap<object, readonly string[]>
  readonly objects: Set<string>
  people: Set<string> | undefined
  verb: Verb | undefined
  wrote: boolean
  outcome: 'done' | 'denied'
}

const trails = new WeakMap<object, Trail>()

/**
 * Says whose records a transaction is about. Without it the trail names everybody whose rows the transaction met and the
 * person in the route's address.
 */
export function onRecord(tx: Transaction<DB>, said: OnRecord): void {
  const trail = trails.get(tx)
  if (!trail) throw new Error('Only work inside inTransaction goes on record.')
  if (said.people) trail.people = new Set([...(trail.people ?? []), ...said.people])
  for (const id of said.objects ?? []) trail.objects.add(id)
  trail.verb = said.verb ?? trail.verb
  trail.outcome = said.outcome ?? trail.outcome
}

/** The same transaction, observed: rows with a `participant_id` that come back or are written are remembered. */
export function observed(tx: Transaction<DB>): Transaction<DB> {
  const trail: Trail = {
    met: new Set(),
    asked: new WeakMap(),
    objects: new Set(),
    people: undefined,
    verb: undefined,
    wrote: false,
    outcome: 'done',
  }
  const watched = tx.withPlugin(observer(trail))
  trails.set(watched, trail)
  return watched
}

/**
 * The statement that appends the transaction's entry (trust.md 4.4), undefined when there is nothing to record: every
 * transaction of a route leaves one entry, any other one when it met a person.
 */
export function entryOf(tx: Transaction<DB>, actor: Actor): string | undefined {
  const trail = trails.get(tx)
  if (!trail) throw new Error('This transaction is not observed.')
  const { what = actor.role, person } = actor.asked ?? {}
  const met = [...trail.met, ...(person ? [person] : [])]
  const people = inOrder(trail.people ?? met)
  if (actor.asked === undefined && people.length === 0) return undefined
  const verb = trail.verb ?? actor.asked?.verb ?? (trail.wrote ? 'write' : 'read')
  const words = [what, verb, trail.outcome].map((word) => pg.escapeLiteral(word))
  return `SELECT audit.append(${words.join(', ')}, ${list(people)}::uuid[], ${list(inOrder(trail.objects))}::text[])`
}

/** Each id once: an address may write it in capitals. */
function inOrder(ids: Iterable<string>): string[] {
  return [...new Set([...ids].map((id) => id.toLowerCase()))].toSorted()
}

function list(values: readonly string[]): string {
  return values.length === 0 ? `'{}'` : `ARRAY[${values.map((value) => pg.escapeLiteral(value)).join(',')}]`
}

function observer(trail: Trail): KyselyPlugin {
  return {
    transformQuery: ({ node, queryId }) => {
      if (node.kind !== 'SelectQueryNode' && node.kind !== 'RawNode') trail.wrote = true
      const asked = askedIn(node)
      if (asked.length > 0) trail.asked.set(queryId, asked)
      return node
    },
    transformResult: async ({ result, queryId }) => {
      const [first] = result.rows
      if (first && 'participant_id' in first) {
        for (const row of result.rows)
          if (typeof row['participant_id'] === 'string') trail.met.add(row['participant_id'])
      }
      if (first || (result.numAffectedRows ?? 0n) > 0n)
        for (const id of trail.asked.get(queryId) ?? []) trail.met.add(id)
      return result
    },
  }
}

/** The people a statement names itself: `WHERE participant_id = ...` or the rows it inserts. */
function askedIn(node: RootOperationNode): string[] {
  if (InsertQueryNode.is(node)) {
    const column = node.columns?.findIndex((one) => one.column.name === 'participant_id') ?? -1
    if (column < 0 || !node.values || !ValuesNode.is(node.values)) return []
    return node.values.values.flatMap((row) => idIn(row.values[column]))
  }
  const where = 'where' in node ? node.where?.where : undefined
  return where ? comparedIn(where) : []
}

function comparedIn(node: OperationNode): string[] {
  if (AndNode.is(node)) return [...comparedIn(node.left), ...comparedIn(node.right)]
  if (!BinaryOperationNode.is(node)) return []
  const { leftOperand: left, operator, rightOperand: right } = node
  const isEqual = OperatorNode.is(operator) && operator.operator === '='
  const isPerson = ReferenceNode.is(left) && ColumnNode.is(left.column) && left.column.column.name === 'participant_id'
  return isEqual && isPerson ? idIn(right) : []
}

/** A value, plain or as the node around it. */
function idIn(value: unknown): string[] {
  const plain = typeof value === 'object' && value !== null && 'value' in value ? value.value : value
  return typeof plain === 'string' ? [plain] : []
}
