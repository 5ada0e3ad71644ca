import { Button, Paper } from '@mantine/core'
import type { GroupDraft } from '../../../src/note/draft.ts'
import type { GroupSession } from '../../../src/note/group-session.ts'
import { say } from '../../ui/words.ts'
import type { DraftState } from './use-draft.ts'

/** Two people wrote in the same place: both texts, and whose stays. The other one is not thrown away before that. */
export function ConflictChoice(props: {
  members: GroupSession['members']
  shown: DraftState
  settle: (version: number, draft: GroupDraft) => void
}) {
  const { ways, conflicts } = props.shown
  if (!ways) return null
  const nameOf = (field: string) =>
    props.members.find(({ participant }) => field.includes(participant))?.name ?? say('note.narrative')
  return (
    <Paper withBorder p="md" mb="md" role="alert">
      <strong>{say('note.conflict')}</strong>
      {conflicts.map(({ field, mine, theirs: their }) => (
        <div key={field} className="note-conflict">
          <div>
            <span className="quiet-text">
              {nameOf(field)}, {say('note.mine')}
            </span>
            <p>{mine}</p>
          </div>
          <div>
            <span className="quiet-text">
              {nameOf(field)}, {say('note.theirs')}
            </span>
            <p>{their}</p>
          </div>
        </div>
      ))}
      <div className="note-tools">
        <Button size="xs" onClick={() => props.settle(ways.version, ways.mine)}>
          {say('note.keepMine')}
        </Button>
        <Button size="xs" variant="default" onClick={() => props.settle(ways.version, ways.theirs)}>
          {say('note.keepTheirs')}
        </Button>
      </div>
    </Paper>
  )
}
