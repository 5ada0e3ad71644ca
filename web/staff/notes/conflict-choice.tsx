import { Button, Paper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { GroupDraft } from '../../../src/note/draft.ts'
import { mergeDrafts } from '../../../src/note/draft.ts'
import type { GroupSession } from '../../../src/note/group-session.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import type { DraftState } from './use-draft.ts'

/** Two people wrote in the same place: both texts, and whose stays. The other one is not thrown away before that. */
export function ConflictChoice(props: {
  session: string
  members: GroupSession['members']
  shown: DraftState
  settle: (version: number, draft: GroupDraft) => void
}) {
  const theirs = useQuery({
    queryKey: ['group-note', props.session, 'theirs', props.shown.conflicts],
    queryFn: () => todayApi.groupNote(props.session),
  })
  const { draft, conflicts } = props.shown
  const nameOf = (field: string) =>
    props.members.find(({ participant }) => field.includes(participant))?.name ?? say('note.narrative')
  const keep = (mine: boolean) => {
    if (!theirs.data) return
    const other = theirs.data.draft
    // Whatever only one of us wrote stays; where both did, the chosen side.
    const merged = mine ? mergeDrafts(other, draft, other).draft : mergeDrafts(draft, other, draft).draft
    props.settle(theirs.data.version, merged)
  }
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
        <Button size="xs" onClick={() => keep(true)} disabled={!theirs.data}>
          {say('note.keepMine')}
        </Button>
        <Button size="xs" variant="default" onClick={() => keep(false)} disabled={!theirs.data}>
          {say('note.keepTheirs')}
        </Button>
      </div>
    </Paper>
  )
}
