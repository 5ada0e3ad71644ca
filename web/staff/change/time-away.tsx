import { Button, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { changeApi } from '../../ui/change-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useRepair } from './use-repair.ts'

/** From when until when somebody of the staff is away, or a room is closed. The reason is nobody's business here. */
export function TimeAway({
  week,
  about,
  of,
  known,
}: {
  week: string
  about: 'staff' | 'room'
  of: string
  /** As whoever came here knew already. */
  known: { from: string | undefined; until: string | undefined }
}) {
  const [start, setStart] = useState(known.from ?? `${week}T08:00`)
  const [end, setEnd] = useState(known.until ?? `${week}T21:00`)
  const repair = useRepair(week, async () => {
    const time = { start, end }
    if (about === 'staff') return [`/api/staff-absences/${(await changeApi.recordAbsence(of, time)).id}`]
    return [`/api/room-closures/${(await changeApi.closeRoom(of, time)).id}`]
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    repair.mutate()
  }
  return (
    <form className="change-form" onSubmit={submit}>
      <TextInput
        type="datetime-local"
        required
        label={about === 'staff' ? say('change.awayFrom') : say('change.closedFrom')}
        value={start}
        onChange={(event) => setStart(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        required
        label={say('change.until')}
        value={end}
        onChange={(event) => setEnd(event.currentTarget.value)}
      />
      <Button type="submit" loading={repair.isPending}>
        {say('change.find')}
      </Button>
      {repair.isError && <ProblemNotice error={repair.error} />}
    </form>
  )
}
