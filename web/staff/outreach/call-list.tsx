import { Button, Paper, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Outreach, OutreachTask, Outcome } from '../../../src/outreach/outreach.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { instantWords, clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'
import { ContactSection } from './contact-card.tsx'
import { MakeUpList } from './make-up-list.tsx'
import { Reminder } from './reminder.tsx'
import { WhatToSay } from './what-to-say.tsx'

const OUTCOMES: readonly { outcome: Outcome; words: () => string }[] = [
  { outcome: 'reached-coming', words: () => say('outreach.reached-coming') },
  { outcome: 'reached-not-coming', words: () => say('outreach.reached-not-coming') },
  { outcome: 'message-left', words: () => say('outreach.message-left') },
  { outcome: 'no-answer', words: () => say('outreach.no-answer') },
  { outcome: 'wrong-number', words: () => say('outreach.wrong-number') },
  { outcome: 'do-not-contact', words: () => say('outreach.do-not-contact') },
]

/** The calls to make, most urgent first; below them what waits and what is done. */
export function CallList({ outreach }: { outreach: Outreach }) {
  const { tasks, figures } = outreach
  const due = tasks.filter(({ state }) => state === 'call')
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="calls">
      <h2 id="calls" className="outreach-title">
        {say('outreach.calls', { count: due.length })}
      </h2>
      {figures.called > 0 && (
        <Text size="sm" className="quiet-text">
          {say('outreach.figures', { median: figures.median ?? 0, p90: figures.p90 ?? 0, called: figures.called })}
        </Text>
      )}
      {tasks.length === 0 && <Text>{say('outreach.nobody')}</Text>}
      <ul className="outreach-list">
        {tasks.map((task) => (
          <CallTask key={task.id} task={task} now={outreach.now} />
        ))}
      </ul>
    </Paper>
  )
}

function CallTask({ task, now }: { task: OutreachTask; now: string }) {
  const [open, setOpen] = useState(false)
  const { timeZone } = useSession().center
  return (
    <li>
      <div className="outreach-row">
        <span className="outreach-who">
          <Link to="/people/$personId" params={{ personId: task.participant }} className="roomy-link">
            <strong>{task.name}</strong>
          </Link>{' '}
          <span className="quiet-text">
            {task.service}, {clockWords(task.start)}
          </span>
        </span>
        <span className="quiet-text">{stateWords(task, now, timeZone)}</span>
        {task.ended !== 'do-not-contact' && (
          <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? say('outreach.close') : task.state === 'done' ? say('outreach.makeUps') : say('outreach.call')}
          </Button>
        )}
      </div>
      {open && task.state !== 'done' && <Call task={task} />}
      {open && <MakeUpList personId={task.participant} week={task.weekStart} />}
    </li>
  )
}

/** What to say, and one tap for how it went. */
function Call({ task }: { task: OutreachTask }) {
  const queries = useQueryClient()
  const log = useMutation({
    mutationFn: (outcome: Outcome) => outreachApi.logCall(task.id, { id: crypto.randomUUID(), outcome }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['outreach'] }),
  })
  return (
    <>
      <ContactSection personId={task.participant} contact={task.contact} />
      <WhatToSay name={task.name} language={task.language} leaveMessage={task.contact?.leaveMessage === true} />
      <div className="outreach-buttons" role="group" aria-label={say('outreach.outcome', { name: task.name })}>
        {OUTCOMES.map(({ outcome, words }) => (
          <Button key={outcome} size="xs" variant="default" onClick={() => log.mutate(outcome)}>
            {words()}
          </Button>
        ))}
      </div>
      {log.isError && <ProblemNotice error={log.error} />}
      <Reminder task={task} />
    </>
  )
}

const ENDED: Readonly<Record<NonNullable<OutreachTask['ended']>, () => string>> = {
  came: () => say('outreach.came'),
  excused: () => say('status.excused'),
  reached: () => say('outreach.reached'),
  'do-not-contact': () => say('outreach.do-not-contact'),
}

function stateWords(task: OutreachTask, now: string, timeZone: string): string {
  if (task.ended) return ENDED[task.ended]()
  const turn =
    task.turn === 'front-desk'
      ? ''
      : task.turn === 'counselor'
        ? say('outreach.counselorsTurn', { name: task.counselor ?? '' })
        : say('outreach.supervisorsTurn')
  const minutes = Math.round((Date.parse(task.nextAt ?? now) - Date.parse(now)) / 60_000)
  const state =
    task.state === 'call'
      ? say('outreach.waits', { minutes: Math.max(0, -minutes), tries: task.calls.length })
      : say('outreach.again', { minutes, tries: task.calls.length })
  const since = turn === '' ? '' : say('outreach.since', { time: instantWords(task.turnSince, timeZone) })
  return [state, turn, since].filter(Boolean).join(' ')
}
