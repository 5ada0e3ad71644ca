import { Button, Modal, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type KeyboardEvent } from 'react'
import type { WeekBoard } from '../../src/schedule/week-board.ts'
import { say } from '../ui/words.ts'
import { placesOf } from './places.tsx'
import { useSession } from './session.ts'
import { plain } from './week/week-filter.ts'

interface Place {
  key: string
  name: string
  go: () => void
}

/** Ctrl+K: people of the boards already loaded (so never more than the reader may see) and screens. */
export function Palette({ opened, close, withPeople }: { opened: boolean; close: () => void; withPeople: boolean }) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('palette.title')}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      <PaletteSearch close={close} withPeople={withPeople} />
    </Modal>
  )
}

function PaletteSearch({ close, withPeople }: { close: () => void; withPeople: boolean }) {
  const [typed, setTyped] = useState('')
  const found = usePlaces(close, withPeople)
    .filter((place) => plain(place.name).includes(plain(typed)))
    .slice(0, 8)
  const enter = (event: KeyboardEvent) => {
    if (event.key === 'Enter') found[0]?.go()
  }
  return (
    <>
      <TextInput
        data-autofocus
        label={say('palette.label')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={enter}
      />
      <ul className="palette-list">
        {found.map((place) => (
          <li key={place.key}>
            <Button variant="subtle" fullWidth justify="flex-start" onClick={place.go}>
              {place.name}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className="quiet-text">
        {say('palette.count', { count: found.length })}
      </p>
    </>
  )
}

function usePlaces(close: () => void, withPeople: boolean): Place[] {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { role } = useSession()
  const screens = placesOf(role).map(({ to, name }) => ({ key: to, name, go: () => (close(), void navigate({ to })) }))
  const week = { key: '/', name: say('palette.week'), go: () => (close(), void navigate({ to: '/' })) }
  if (!withPeople) return screens.length > 0 ? screens : [week]
  const boards = queries.getQueriesData<WeekBoard>({ queryKey: ['board'] }).flatMap(([, board]) => board ?? [])
  const people = new Map(boards.flatMap((board) => board.people).map((person) => [person.id, person.name]))
  const places = [...people].map(([personId, name]) => ({
    key: personId,
    name,
    go: () => (close(), void navigate({ to: '/people/$personId', params: { personId } })),
  }))
  const change = { key: 'change', name: say('palette.change'), go: () => (close(), void navigate({ to: '/change' })) }
  const elsewhere = screens.filter(({ key }) => key !== week.key)
  return [week, ...elsewhere, ...(role === 'front-desk' ? [change] : []), ...places]
}
