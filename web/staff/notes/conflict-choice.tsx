import { Button, Paper } from '@mantine/core'
import { say } from '../../ui/words.ts'
import type { DraftState } from './use-draft.ts'

/** Two people wrote in the same place: both texts, and whose stays. The other one is not thrown away before that. */
export function ConflictChoice<Draft>(props: {
  /** What the field is called on the page. */
  nameOf: (field: string) => string
  shown: DraftState<Draft>
  settle: (version: number, draft: Draft) => void
}) {
  const { nameOf, shown } = props
  const { ways, conflicts } = shown
  if (!ways) return null
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
