import { Paper, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WeekNotice } from '../../../src/schedule/changed-week.ts'
import { changeApi } from '../../ui/change-api.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import { ChangeLines } from './change-lines.tsx'

/** Everybody told that this week changed, and what they answered. */
export function ToldList({ week }: { week: string }) {
  const asked = useQuery({ queryKey: ['notices', week], queryFn: () => changeApi.notices(week) })
  const { role } = useSession()
  if (role !== 'front-desk' || !asked.data || asked.data.notices.length === 0) return null
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="told">
      <Title order={2} size="h5" id="told">
        {say('told.title')}
      </Title>
      <ul className="told">
        {asked.data.notices.map((notice) => (
          <li key={`${notice.publication} ${notice.person.id}`}>
            <Link
              to="/people/$personId"
              params={{ personId: notice.person.id }}
              search={{ week }}
              className="person-link"
            >
              {notice.person.name}
            </Link>{' '}
            · {answerWords(notice.answer)}
            <ChangeLines changes={notice.changes} />
          </li>
        ))}
      </ul>
    </Paper>
  )
}

function answerWords(said: WeekNotice['answer']): string {
  if (said === null) return say('told.noAnswer')
  if (said.answer === 'seen') return say('told.seen')
  if (said.answer === 'yes') return say('told.yes')
  return said.answer === 'cannot-come' ? say('told.cannotCome') : say('told.askMe')
}
