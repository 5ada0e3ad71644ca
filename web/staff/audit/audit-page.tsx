import { Title } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { say } from '../../ui/words.ts'
import { AccessesWithoutReason } from './accesses-without-reason.tsx'
import { BreakGlassReviews } from './break-glass-reviews.tsx'
import { DisclosureLedger } from './disclosure-ledger.tsx'
import { TrailFilters } from './trail-filters.tsx'
import { TrailTable } from './trail-table.tsx'

const route = getRouteApi('/frame/audit')

/** What needs the privacy officer first: reviews due, then accesses nobody can explain, then the whole trail. */
export function AuditPage() {
  const search = route.useSearch()
  useEffect(() => {
    document.title = 'Evenkeel'
  }, [])
  return (
    <main id="main" className="page audit-page">
      <Title order={1} size="h2" mb="md">
        {say('audit.title')}
      </Title>
      <BreakGlassReviews />
      <AccessesWithoutReason />
      <section aria-labelledby="trail">
        <Title order={2} size="h4" id="trail" mb="xs">
          {say('trail.title')}
        </Title>
        <TrailFilters search={search} />
        <TrailTable search={search} />
      </section>
      {search.person !== undefined && <DisclosureLedger person={search.person} />}
    </main>
  )
}
