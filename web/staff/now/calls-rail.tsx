import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { OutreachTask } from '../../../src/outreach/outreach.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { RailSection } from './rail-section.tsx'
import { Why } from './why.tsx'

/** Whoever was missed and is not reached yet, and how fast the first call came; a supervisor has what calls left open. */
export function CallsRail({ escalated = false }: { escalated?: boolean }) {
  const asked = useQuery({ queryKey: ['outreach'], queryFn: outreachApi.outreach, refetchInterval: 30_000 })
  if (!asked.data) return null
  const { tasks, figures } = asked.data
  const open = tasks.filter(({ state, turn }) => state !== 'done' && (!escalated || turn === 'supervisor'))
  return (
    <>
      <RailSection
        title={escalated ? say('now.escalated') : say('now.notReached')}
        count={open.length}
        more={
          <Anchor component={Link} to="/outreach" size="sm" className="roomy-link">
            {say('now.toCalls')}
          </Anchor>
        }
      >
        {open.map((task) => (
          <li key={task.id}>
            <Link to="/people/$personId" params={{ personId: task.participant }} className="roomy-link">
              {task.name}
            </Link>
            <span>
              {task.service}, {clockWords(task.start)}
            </span>
            <span className="quiet-text">{turnWords(task)}</span>
          </li>
        ))}
      </RailSection>
      {!escalated && figures.called > 0 && (
        <div className="now-figure">
          <p>{say('now.firstCall', { median: figures.median ?? 0, p90: figures.p90 ?? 0 })}</p>
          <Why words={say('now.whyFirstCall', { called: figures.called, missed: figures.missed })} />
        </div>
      )}
    </>
  )
}

function turnWords({ turn, counselor }: OutreachTask): string {
  if (turn === 'front-desk') return say('now.turnDesk')
  return turn === 'counselor' ? (counselor ?? say('now.turnCounselor')) : say('now.turnSupervisor')
}
