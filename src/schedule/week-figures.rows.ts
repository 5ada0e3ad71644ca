import { sql } from 'kysely'
import type { Tx } from '../kernel/database.ts'
import { shareOf } from './share.ts'
import type { WeekFigures } from './week-board.ts'

/**
 * A week in counts, null where they are of fewer than 11; short people also where their count would tell of the few who
 * are not, or of a whole of fewer than 11. Undefined for roles that read no figures.
 */
export async function weekFigures(tx: Tx, weekStart: string): Promise<WeekFigures | undefined> {
  const { rows } = await sql<Omit<WeekFigures, 'weekStart'>>`
    SELECT people, seats, groups, one_to_ones AS "oneToOnes", short_people AS "shortPeople"
    FROM evenkeel.week_figures(${weekStart}::date)`.execute(tx)
  const [figures] = rows
  if (!figures) return undefined
  const { people, shortPeople: short } = figures
  const shortPeople = people === null || short === null ? null : shareOf(short, people).count
  return { weekStart, ...figures, shortPeople }
}
