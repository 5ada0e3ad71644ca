import { useCallback, useEffect, useState } from 'react'
import type { ToldChange, WeekNotice } from '../../src/schedule/changed-week.ts'
import { noticeApi } from '../ui/change-api.ts'
import { Icon } from '../ui/icon.tsx'
import { dateOf, longDayWords, spanWords } from '../ui/times.ts'
import { useEvents } from '../ui/use-events.ts'
import { say } from '../ui/words.ts'
import { Trouble } from './trouble.tsx'

type Said = NonNullable<WeekNotice['answer']>['answer']
type Meeting = NonNullable<ToldChange['from']>

/** What changed in the own week and has not been answered yet; learns of it while the page is open. */
export function ChangedWeek({ personId, week, refresh }: { personId: string; week: string; refresh: () => void }) {
  const [notices, setNotices] = useState<readonly WeekNotice[]>([])
  const look = useCallback(
    () =>
      noticeApi.ofPerson(personId).then(
        (found) => setNotices(found.notices.filter(isOpen)),
        // The week itself says what is wrong; this card would only say it twice.
        () => undefined,
      ),
    [personId],
  )
  useEffect(() => void look(), [look])
  useEvents(`/api/weeks/${week}/events`, {
    publication: () => (refresh(), void look()),
    ended: () => void look(),
  })
  return notices.map((notice) => <NoticeCard key={notice.publication} personId={personId} notice={notice} />)
}

/** Not answered yet, or another time was asked for and none is found; of a time that is found, a newer card tells. */
function isOpen({ answer }: WeekNotice): boolean {
  return answer === null || (answer.answer === 'ask-me' && (answer.reply === null || answer.reply.because !== null))
}

function NoticeCard({ personId, notice }: { personId: string; notice: WeekNotice }) {
  const [said, setSaid] = useState<Said | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const tell = (answer: Said) => () =>
    void noticeApi
      .answer(personId, notice.publication, { answer })
      .then(() => (setFailed(null), setSaid(answer)), setFailed)
  const heading = `changed-${notice.publication}`
  const asked = notice.answer !== null
  const because = notice.answer?.reply?.because
  if (said === 'seen') return null
  return (
    <section className="panel changed" aria-labelledby={heading}>
      <h2 id={heading}>{say('changed.title')}</h2>
      <ul>
        {notice.changes.map(({ from, to }) => (
          <li key={`${from?.start} ${to?.start}`} className="changed-line">
            {from && <MeetingLine label={to ? say('changed.before') : say('changed.off')} meeting={from} />}
            {to && <MeetingLine label={from ? say('changed.now') : say('changed.new')} meeting={to} />}
          </li>
        ))}
      </ul>
      {said === null && (
        <>
          {asked && <p>{because ? say('changed.stays', { words: because }) : say('changed.looking')}</p>}
          <p>{say('changed.question')}</p>
          <button className="button button-strong" type="button" onClick={tell('yes')}>
            {say('changed.yes')}
          </button>
          <button className="button" type="button" onClick={tell('cannot-come')}>
            {say('changed.cannot')}
          </button>
          {!asked && (
            <button className="button" type="button" onClick={tell('ask-me')}>
              {say('changed.ask')}
            </button>
          )}
          {/* A wish that waits is not taken back by having looked at it. */}
          {(!asked || because) && (
            <button className="button" type="button" onClick={tell('seen')}>
              <Icon name="check" /> {say('changed.seen')}
            </button>
          )}
        </>
      )}
      <p role="status">{said === null ? '' : say('changed.thanks')}</p>
      {failed !== null && <Trouble error={failed} />}
    </section>
  )
}

/** When, with whom and where; not what for. */
function MeetingLine({ label, meeting }: { label: string; meeting: Meeting }) {
  return (
    <p>
      <span className="small">{label}</span>
      <br />
      <strong>
        {longDayWords(dateOf(meeting.start))}, {spanWords(meeting.start, meeting.end)}
      </strong>
      <br />
      <span className="small">
        {say('own.with', { name: meeting.with })} · {meeting.telehealth ? say('own.online') : meeting.place}
      </span>
    </p>
  )
}
