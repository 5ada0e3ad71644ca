import { Anchor, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { privacyApi } from '../../ui/privacy-api.ts'
import { say } from '../../ui/words.ts'
import { type AuditSearch, readAuditSearch } from './audit-search.ts'
import { useNames } from './use-names.ts'

/** Whose record and which days; they stand in the address. */
export function TrailFilters({ search }: { search: AuditSearch }) {
  const navigate = useNavigate()
  const names = useNames()
  const change = (part: Record<keyof AuditSearch, string> | Partial<Record<keyof AuditSearch, string>>) =>
    void navigate({ to: '/audit', search: readAuditSearch({ ...search, ...part }), replace: true })
  return (
    <div className="trail-filters">
      <NativeSelect
        label={say('trail.person')}
        value={search.person ?? ''}
        onChange={(event) => change({ person: event.currentTarget.value })}
        data={[{ value: '', label: say('trail.everybody') }, ...[...names].map(([value, label]) => ({ value, label }))]}
      />
      <TextInput
        type="date"
        label={say('trail.from')}
        value={search.from ?? ''}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={say('trail.until')}
        value={search.until ?? ''}
        onChange={(event) => change({ until: event.currentTarget.value })}
      />
      <Anchor href={privacyApi.trailFile(search)} download className="roomy-link">
        {say('trail.file')}
      </Anchor>
    </div>
  )
}
