import { lazy, Suspense, useCallback, useState } from 'react'
import type { SignedIn } from '../../src/access/sign-in.ts'
import type { PersonWeek } from '../../src/schedule/week-board.ts'
import { api } from '../ui/api.ts'
import { FridgePage } from '../ui/fridge-page.tsx'
import { Icon } from '../ui/icon.tsx'
import { plusDays, weekWords } from '../ui/times.ts'
import { say } from '../ui/words.ts'
import { CalendarLink } from './calendar-link.tsx'
import { NextMeeting } from './next-meeting.tsx'
import { OwnDays } from './own-days.tsx'
import { OwnHours } from './own-hours.tsx'
import { Trouble } from './trouble.tsx'
import { useAnswer } from './use-answer.ts'
import { WouldHelp } from './would-help.tsx'

// The first load carries the week alone.
const ChangedWeek = lazy(() => import('./changed-week.tsx').then((m) => ({ default: m.ChangedWeek })))
const OtherWeeks = lazy(() => import('./choices/other-weeks.tsx').then((m) => ({ default: m.OtherWeeks })))

const MakeUpCards = lazy(() => import('./make-up-cards.tsx').then((m) => ({ default: m.MakeUpCards })))
const OwnRules = lazy(() => import('./own-rules.tsx').then((m) => ({ default: m.OwnRules })))
const ArrivalCode = lazy(() => import('./arrival-code.tsx').then((m) => ({ default: m.ArrivalCode })))

/** Next meeting first, then the hours, then the days (experience.md 3.5). */
export function OwnWeek({ personId, session }: { personId: string; session: SignedIn }) {
  const [week, setWeek] = useState(session.thisWeek)
  const ask = useCallback(() => api.personWeek(personId, week), [personId, week])
  const [answer, again] = useAnswer(ask)
  const nextWeek = plusDays(session.thisWeek, 7)
  return (
    <>
      <main className="page no-print">
        <h1>{say('own.title')}</h1>
        <div className="weeks" role="group" aria-label={say('own.whichWeek')}>
          <WeekButton label={say('own.thisWeek')} week={session.thisWeek} chosen={week} choose={setWeek} />
          <WeekButton label={say('own.nextWeek')} week={nextWeek} chosen={week} choose={setWeek} />
        </div>
        {answer.value && (
          <Suspense fallback={null}>
            <ChangedWeek personId={personId} week={week} refresh={again} />
          </Suspense>
        )}
        {session.asksForPasskey && (
          <p className="panel">
            {say('own.passkeyOffer')} <a href="/me/account">{say('own.passkeyGo')}</a>
          </p>
        )}
        {answer.error !== undefined && <Trouble error={answer.error} again={again} />}
        {answer.value === undefined && answer.error === undefined && <p role="status">{say('own.loading')}</p>}
        {answer.value && <Loaded data={answer.value} refresh={again} />}
      </main>
      {answer.value?.published && <FridgePage week={answer.value} />}
    </>
  )
}

function WeekButton(props: { label: string; week: string; chosen: string; choose: (week: string) => void }) {
  return (
    <button
      className="button"
      type="button"
      aria-pressed={props.week === props.chosen}
      onClick={() => props.choose(props.week)}
    >
      {props.label} <span className="small">{weekWords(props.week)}</span>
    </button>
  )
}

function Loaded({ data, refresh }: { data: PersonWeek; refresh: () => void }) {
  return (
    <>
      <Suspense>
        <MakeUpCards personId={data.person.id} week={data.weekStart} refresh={refresh} />
      </Suspense>
      {data.published ? <Published data={data} refresh={refresh} /> : <p className="panel">{say('own.notYet')}</p>}
      <Suspense>
        <ArrivalCode personId={data.person.id} />
      </Suspense>
      <CalendarLink personId={data.person.id} active={data.feed.active} refresh={refresh} />
      <Suspense>
        <OwnRules />
      </Suspense>
    </>
  )
}

function Published({ data, refresh }: { data: PersonWeek; refresh: () => void }) {
  return (
    <>
      <NextMeeting week={data} />
      <OwnHours week={data} />
      <WouldHelp week={data} />
      <Suspense fallback={null}>
        <OtherWeeks key={data.weekStart} personId={data.person.id} week={data.weekStart} changed={refresh} />
      </Suspense>
      <OwnDays week={data} />
      <button className="button" type="button" onClick={() => window.print()}>
        <Icon name="print" /> {say('own.print')}
      </button>
    </>
  )
}
