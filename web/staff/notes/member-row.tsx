import { Checkbox, Chip, Paper, Textarea, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { DraftLine } from '../../../src/note/draft.ts'
import type { GroupSession } from '../../../src/note/group-session.ts'
import { say } from '../../ui/words.ts'

const EMPTY: DraftLine = { words: '', plan: '', chips: [], clonedOnPurpose: false }
/** How somebody took part: words a counselor says, by the keys 1 to 5 with Alt. */
const CHIPS = ['spoke', 'listened', 'fed-back', 'struggled', 'practiced'] as const

/** One member: attendance as it was marked, how they took part, their own line, what comes next. */
export function MemberRow(props: {
  member: GroupSession['members'][number]
  line: DraftLine | undefined
  /** The last check found the line much like another text: then it can be said that it is right. */
  cloned: boolean
  change: (line: DraftLine) => void
  next: () => void
}) {
  const { member, change } = props
  const line = props.line ?? EMPTY
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      props.next()
    }
    const chip = event.altKey ? CHIPS[Number(event.key) - 1] : undefined
    if (!chip) return
    event.preventDefault()
    const chips = line.chips.includes(chip) ? line.chips.filter((one) => one !== chip) : [...line.chips, chip]
    change({ ...line, chips })
  }
  return (
    <Paper withBorder p="sm" mb="sm" component="section" aria-label={member.name} onKeyDown={pressed}>
      <div className="note-member">
        <strong>{member.name}</strong>
        <span className={member.attendance === null ? 'note-unmarked' : 'quiet-text'}>
          {member.attendance ?? say('note.unmarked')}
        </span>
      </div>
      {!member.absent && (
        <>
          <Chip.Group multiple value={line.chips} onChange={(chips) => change({ ...line, chips })}>
            <div className="note-chips">
              {CHIPS.map((chip) => (
                <Chip key={chip} value={chip} size="xs" variant="outline">
                  {chipName(chip)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          <Textarea
            data-line
            aria-label={say('note.lineOf', { name: member.name })}
            placeholder={say('note.line')}
            autosize
            minRows={2}
            value={line.words}
            onChange={(event) => change({ ...line, words: event.currentTarget.value })}
          />
        </>
      )}
      <TextInput
        mt={6}
        aria-label={say('note.planOf', { name: member.name })}
        placeholder={say('note.plan')}
        value={line.plan}
        onChange={(event) => change({ ...line, plan: event.currentTarget.value })}
      />
      {!member.absent && (props.cloned || line.clonedOnPurpose) && (
        <Checkbox
          mt={8}
          size="xs"
          label={say('note.onPurpose')}
          checked={line.clonedOnPurpose}
          onChange={(event) => change({ ...line, clonedOnPurpose: event.currentTarget.checked })}
        />
      )}
    </Paper>
  )
}

function chipName(chip: (typeof CHIPS)[number]): string {
  switch (chip) {
    case 'spoke':
      return say('chip.spoke')
    case 'listened':
      return say('chip.listened')
    case 'fed-back':
      return say('chip.fed-back')
    case 'struggled':
      return say('chip.struggled')
    case 'practiced':
      return say('chip.practiced')
  }
}
