import { Button, Checkbox, Group, Modal, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ChangeSeries, NextMeeting, RecurringGroup } from '../../../src/schedule/series-list.ts'
import { seriesApi } from '../../ui/series-api.ts'
import { clockWords, dateOf, dayWords, plusDays } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { useSeriesChange } from './use-series-change.ts'

type Scope = ChangeSeries['scope']
type Because = ChangeSeries['because']

interface Props {
  group: RecurringGroup
  meeting: NextMeeting
  cancel: boolean
  close: () => void
}

/** Moves or cancels a meeting, with the question which others follow. */
export function ChangeDialog({ group, meeting, cancel, close }: Props) {
  const [scope, setScope] = useState<Scope>('this')
  const [because, setBecause] = useState<Because>('holiday')
  const [to, setTo] = useState({
    day: dateOf(meeting.start),
    clock: meeting.start.slice(11),
    staff: meeting.staff?.id ?? group.leaders[0]?.id ?? '',
    room: meeting.room?.id ?? '',
    telehealth: meeting.telehealth,
  })
  const change = useSeriesChange(close)
  const { day, clock, staff, telehealth } = to
  const place = { start: `${day}T${clock}`, staff, telehealth, room: telehealth || to.room === '' ? null : to.room }
  const wish = { revision: group.revision, scope, week: meeting.week, because, to: cancel ? null : place }
  const words = { service: group.service, day: dayWords(dateOf(meeting.start)), time: clockWords(meeting.start) }
  return (
    <Modal
      opened
      onClose={close}
      title={cancel ? say('series.cancelOf', words) : say('series.changeOf', words)}
      closeButtonProps={{ 'aria-label': say('help.close') }}
    >
      {cancel ? (
        <NativeSelect
          label={say('series.because')}
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value as Because)}
          data={(['holiday', 'staff-away', 'room-closed', 'too-few', 'other'] as const).map((value) => ({
            value,
            label: becauseWords(value),
          }))}
        />
      ) : (
        <Where group={group} week={meeting.week} to={to} set={(over) => setTo({ ...to, ...over })} />
      )}
      <Radio.Group mt="md" label={say('series.scope')} value={scope} onChange={(value) => setScope(value)}>
        <Radio mt={8} value="this" label={say('series.scopeThis')} />
        <Radio mt={8} value="following" label={say('series.scopeFollowing')} />
        <Radio mt={8} value="all" label={say('series.scopeAll')} />
      </Radio.Group>
      <Group mt="md" gap={8} justify="flex-end">
        <Button variant="default" onClick={close}>
          {cancel ? say('series.keep') : say('dialog.cancel')}
        </Button>
        <Button loading={change.isPending} onClick={() => change.mutate(() => seriesApi.change(group.id, wish))}>
          {cancel ? say('series.cancelNow') : say('series.changeNow')}
        </Button>
      </Group>
    </Modal>
  )
}

interface To {
  day: string
  clock: string
  staff: string
  room: string
  telehealth: boolean
}

function Where(props: { group: RecurringGroup; week: string; to: To; set: (over: Partial<To>) => void }) {
  const { group, week, to, set } = props
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => plusDays(week, day))
  return (
    <>
      <NativeSelect
        data-autofocus
        label={say('series.day')}
        value={to.day}
        onChange={(event) => set({ day: event.currentTarget.value })}
        data={days.map((value) => ({ value, label: dayWords(value) }))}
      />
      <TextInput
        mt="xs"
        type="time"
        label={say('series.start')}
        value={to.clock}
        onChange={(event) => set({ clock: event.currentTarget.value })}
      />
      <NativeSelect
        mt="xs"
        label={say('series.leader')}
        value={to.staff}
        onChange={(event) => set({ staff: event.currentTarget.value })}
        data={group.leaders.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Checkbox
        mt="sm"
        label={say('session.telehealth')}
        checked={to.telehealth}
        onChange={(event) => set({ telehealth: event.currentTarget.checked })}
      />
      {!to.telehealth && (
        <NativeSelect
          mt="xs"
          label={say('series.room')}
          value={to.room}
          onChange={(event) => set({ room: event.currentTarget.value })}
          data={[
            { value: '', label: say('series.noRoom') },
            ...group.rooms.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </>
  )
}

export function becauseWords(because: Because): string {
  switch (because) {
    case 'holiday':
      return say('series.holiday')
    case 'staff-away':
      return say('series.staffAway')
    case 'room-closed':
      return say('series.roomClosed')
    case 'too-few':
      return say('series.tooFew')
    case 'other':
      return say('series.other')
  }
}
