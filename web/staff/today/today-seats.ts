import type { MarkNews, TodayBoard, TodaySeat } from '../../../src/attendance/today.ts'
import { countsOf } from '../../../src/attendance/today-counts.ts'

/** The board with one seat as it is now; the counts of its session follow. */
export function withSeat(board: TodayBoard, session: string, seat: TodaySeat): TodayBoard {
  const sessions = board.sessions.map((one) => {
    if (one.id !== session) return one
    const seats = one.seats.map((old) => (old.participant === seat.participant ? seat : old))
    return { ...one, seats, counts: countsOf(seats) }
  })
  return { ...board, sessions }
}

/** The board after news from others; a mark of one's own that is still on its way stays as it was tapped. */
export function withNews(board: TodayBoard, news: readonly MarkNews[]): TodayBoard {
  return news.reduce((shown, one) => {
    const seat = shown.sessions
      .find(({ id }) => id === one.session)
      ?.seats.find(({ participant }) => participant === one.participant)
    if (!seat || seat.replaces === one.replaces || isOnItsWay(seat)) return shown
    return withSeat(shown, one.session, {
      ...seat,
      state: one.mark ? 'marked' : 'unmarked',
      mark: one.mark,
      replaces: one.replaces,
    })
  }, board)
}

/** A mark the server has not answered yet has no time and no name. */
export function isOnItsWay({ mark }: TodaySeat): boolean {
  return mark?.markedAt === ''
}
