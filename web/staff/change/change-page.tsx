import { Button, Title } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { weekWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'
import { WeekSwitch } from '../week/week-switch.tsx'
import { ProposalList } from './proposal-list.tsx'
import { ToldList } from './told-list.tsx'
import { WhatChanged } from './what-changed.tsx'

const route = getRouteApi('/frame/change')

/** "Life changed": what happened, then one to three ways to go on with what each costs, then who is told. */
export function ChangePage() {
  const { thisWeek } = useSession()
  const { week = thisWeek, run, made } = route.useSearch()
  const navigate = useNavigate()
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  const again = () => void navigate({ to: '/change', search: { week } })
  return (
    <main id="main" className="page change-page">
      <div className="page-head">
        <Title order={1} size="h2">
          {say('change.title')}
        </Title>
        <span className="quiet-text">{weekWords(week)}</span>
        {run === undefined && <WeekSwitch week={week} thisWeek={thisWeek} />}
        {run !== undefined && (
          <Button variant="default" size="xs" onClick={again}>
            {say('change.another')}
          </Button>
        )}
      </div>
      {run === undefined ? <WhatChanged week={week} /> : <ProposalList week={week} run={run} made={made} />}
      <ToldList week={week} />
    </main>
  )
}
