import { Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { WeekBoard } from '../../../src/schedule/week-board.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'
import { counselorsOf } from './week-filter.ts'
import { counselorKey, type WeekSearch } from './week-search.ts'

const route = getRouteApi('/frame/')

/** A choice for the address; null takes it out. */
type Choice = { [Name in keyof WeekSearch]-?: WeekSearch[Name] | null }

interface Filtering {
  board: WeekBoard
  shown: number
  typed: string
  setTyped: (typed: string) => void
}

/** Choices go into the address, so Back and a pasted link work; a typed name stays out of it. */
export function WeekFilters({ board, shown, typed, setTyped }: Filtering) {
  const search = route.useSearch()
  const navigate = useNavigate()
  const set = (change: Partial<Choice>) =>
    void navigate({ to: '.', search: (before) => withChoice(before, change), replace: true })
  const counselors = counselorsOf(board.people)
  return (
    <div className="filters no-print">
      <SegmentedControl
        size="xs"
        aria-label={say('filter.rows')}
        value={search.rows ?? 'people'}
        onChange={(rows) => set({ rows: rows === 'groups' ? 'groups' : null })}
        data={[
          { value: 'people', label: say('filter.people') },
          { value: 'groups', label: say('filter.groups') },
        ]}
      />
      {search.rows !== 'groups' && (
        <>
          <TextInput
            type="search"
            size="xs"
            aria-label={say('filter.search')}
            placeholder={say('filter.search')}
            leftSection={<Icon name="search" size={15} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {counselors.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={say('filter.counselor')}
              value={search.counselor ?? ''}
              onChange={(event) => set({ counselor: event.currentTarget.value || null })}
              data={[
                { value: '', label: say('filter.everyCounselor') },
                ...counselors.map((name) => ({ value: counselorKey(name), label: name })),
              ]}
            />
          )}
          <Checkbox
            size="md"
            label={say('filter.short')}
            checked={search.short === true}
            onChange={(event) => set({ short: event.currentTarget.checked ? true : null })}
          />
          <Checkbox
            size="md"
            label={say('filter.warned')}
            checked={search.warned === true}
            onChange={(event) => set({ warned: event.currentTarget.checked ? true : null })}
          />
          <span className="quiet-text filter-count" role="status">
            {say('filter.shown', { shown, people: board.people.length })}
          </span>
        </>
      )}
    </div>
  )
}

function withChoice(before: WeekSearch, change: Partial<Choice>): WeekSearch {
  const chosen = Object.entries({ ...before, ...change }).filter(([, choice]) => choice !== null)
  return Object.fromEntries(chosen)
}
