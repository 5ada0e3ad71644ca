import type { Actor } from '../kernel/claims.ts'
import type { Database, Tx } from '../kernel/database.ts'
import { Refusal } from '../kernel/refusal.ts'
import { onRecord } from '../kernel/trail.ts'
import { wholeWeeksFor } from '../planner/choices/whole-weeks.ts'
import { type AnswerRequest, keptOffer, mayTakeBack, needsNow, wishState } from './choice.ts'
import { outdated, publishChoice, standingWeek } from './choice-publication.rows.ts'
import { answerWish, waitingWish } from './choice-request.rows.ts'
import {
  latestOffer,
  offerNamed,
  type OfferRow,
  publicationOfStaff,
  railsOf,
  requireSchedule,
  saveOffer,
  saveWish,
  stillStands,
  takeBackWish,
  wishesOf,
} from './choice.rows.ts'

/**
 * Finding, taking and answering choices. Whoever asks needs their own right to the person's schedule; the work itself is
 * the planner's, who alone sees everybody's week.
 */

export interface ChoiceAsked {
  readonly participant: string
  readonly weekStart: string
  readonly now: number
}

/** Published as this, since everybody in a center may read who published a week, and nobody is to learn who chose. */
const SOMEBODY = 'a choice of a participant'

/** Seats come and go while others choose; until then the same question has the same answer, whoever presses again. */
const FRESH_MINUTES = 10

/** Finds whole weeks for a person and keeps them; a fresh offer that still stands is not made twice. Refusal: `not-published`. */
export async function offerWeeks(database: Database, actor: Actor, asked: ChoiceAsked): Promise<void> {
  await database.inTransaction(unheard(actor), (tx) => requireSchedule(tx, asked.participant, 'w', 'request'))
  await database.inTransaction(plannerFor(actor), async (tx) => {
    const known = await latestOffer(tx, asked.participant, asked.weekStart)
    const fresh = known !== undefined && known.minutesOld < FRESH_MINUTES
    if (fresh && (await stillStands(tx, known, asked))) return onRecord(tx, { people: [asked.participant] })
    await makeOffer(tx, actor, asked)
  })
}

/**
 * Takes an offered week: in force at once when it keeps the center's rails, a request to staff otherwise. 0 takes the last
 * wish back. Refusals: `offer-outdated`, `seat-gone` (both leave a fresh offer), `nothing-to-take-back`.
 */
export async function takeChoice(
  database: Database,
  actor: Actor,
  asked: ChoiceAsked & { choice: number },
): Promise<void> {
  await database.inTransaction(unheard(actor), (tx) => requireSchedule(tx, asked.participant, 'w', 'request'))
  const take = asked.choice === 0 ? takeBack : takeWeek
  try {
    await database.inTransaction(plannerFor(actor), (tx) => take(tx, actor, asked))
  } catch (error) {
    // Whoever was too late is shown at once what fits now.
    if (error instanceof Refusal && ['seat-gone', 'offer-outdated'].includes(error.code) && asked.choice > 0)
      await database.inTransaction(plannerFor(actor), (tx) => makeOffer(tx, actor, asked))
    throw error
  }
}

/** Staff approve a waiting wish, which publishes it, or decline it with a reason. Refusals: `already-answered`, `seat-gone`, `offer-outdated`. */
export async function answerRequest(
  database: Database,
  actor: Actor,
  asked: { request: string; answer: AnswerRequest; now: number },
): Promise<void> {
  const { participant } = await database.inTransaction(unheard(actor), async (tx) => {
    const waiting = await waitingWish(tx, asked.request)
    await requireSchedule(tx, waiting.participant, 'w', '')
    return waiting
  })
  await database.inTransaction(plannerFor(actor), async (tx) => {
    onRecord(tx, { people: [participant], objects: [asked.request] })
    const wish = await waitingWish(tx, asked.request)
    if (asked.answer.answer === 'decline')
      return answerWish(tx, wish, { by: actor.name, because: asked.answer.because, publication: null })
    const where = { center: actor.center, weekStart: wish.weekStart, now: asked.now }
    const standing = await standingWeek(tx, where)
    // Another answer may have come while this one waited for the week.
    await waitingWish(tx, asked.request)
    const offer = await offerNamed(tx, participant, wish.offer)
    if (!(await stillStands(tx, offer, { ...where, participant }))) throw outdated()
    const { sessions } = chosenIn(offer, wish.choice)
    const publication = await publishChoice(tx, standing, { participant, sessions }, { ...where, by: actor.name })
    await answerWish(tx, wish, { by: actor.name, because: null, publication })
  })
}

async function makeOffer(tx: Tx, actor: Actor, asked: ChoiceAsked): Promise<void> {
  const { participant, weekStart } = asked
  const { week, sessions } = await standingWeek(tx, { center: actor.center, weekStart, now: asked.now })
  const publication = await publicationOfStaff(tx, weekStart)
  if (publication === undefined) throw outdated()
  const found = wholeWeeksFor(week, sessions, participant)
  const made = { center: actor.center, participant, weekStart, publication, by: actor.name, timeZone: week.timeZone }
  await saveOffer(tx, made, keptOffer(found, week.previous?.frozenBefore ?? ''), found.fewerBecause)
  onRecord(tx, { people: [participant], objects: [weekStart] })
}

async function takeWeek(tx: Tx, actor: Actor, asked: ChoiceAsked & { choice: number }): Promise<void> {
  const { participant, weekStart, now } = asked
  const { center } = actor
  onRecord(tx, { people: [participant], objects: [weekStart] })
  const standing = await standingWeek(tx, { center, weekStart, now })
  const offer = await latestOffer(tx, participant, weekStart)
  if (!offer) throw new Refusal('no-offer', 'No weeks were found yet. Maybe look for other weeks first.')
  if (!(await stillStands(tx, offer, asked))) throw outdated()
  const choice = chosenIn(offer, asked.choice)
  const rails = await railsOf(tx)
  const wishes = await wishesOf(tx, participant, weekStart)
  const targetMinutes = standing.week.participants.find(({ id }) => id === participant)?.weeklyMinutesTarget ?? 0
  const needs = needsNow(rails, offer, choice, { wishes, targetMinutes, now })
  const chosen = { participant, sessions: choice.sessions }
  const publication =
    needs.length > 0 ? null : await publishChoice(tx, standing, chosen, { center, weekStart, by: SOMEBODY, now })
  for (const wish of wishes) if (wishState(wish) === 'waiting') await takeBackWish(tx, participant, wish.id)
  const wish = { center, participant, weekStart, offer: offer.id, choice: asked.choice, by: actor.name }
  await saveWish(tx, { ...wish, needs, publication })
}

async function takeBack(tx: Tx, { center }: Actor, { participant, weekStart, now }: ChoiceAsked): Promise<void> {
  onRecord(tx, { people: [participant], objects: [weekStart] })
  const standing = await standingWeek(tx, { center, weekStart, now })
  const [wish] = await wishesOf(tx, participant, weekStart)
  if (!wish || !mayTakeBack(wish, wish.minutes_since))
    throw new Refusal('nothing-to-take-back', 'This can no longer be taken back. Maybe choose another week.')
  if (wishState(wish) === 'in-force') {
    const { present } = await offerNamed(tx, participant, wish.offer_id)
    const chosen = { participant, sessions: present.sessions }
    await publishChoice(tx, standing, chosen, { center, weekStart, by: SOMEBODY, now })
  }
  await takeBackWish(tx, participant, wish.id)
}

function chosenIn(offer: OfferRow, choice: number) {
  const chosen = offer.choices[choice - 1]
  if (!chosen) throw new Refusal('no-offer', 'This week was not offered. Maybe look for other weeks first.')
  return chosen
}

function plannerFor(actor: Actor): Actor {
  return { ...actor, role: 'planner', uid: null, session: null, name: 'planner', asked: undefined }
}

/** The same person, before the work: the entry on record is left by the transaction that answers the request. */
function unheard({ asked: _asked, ...actor }: Actor): Actor {
  return actor
}
