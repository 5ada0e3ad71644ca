import { Alert, Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { NoteDraft } from '../../../src/note/single-note.ts'
import { type NotePlace, notesApi } from '../../ui/notes-api.ts'
import { say } from '../../ui/words.ts'
import { sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import type { DraftState } from './use-draft.ts'

/** Says what is missing first; signs when nothing is. */
export function SignNote(props: {
  place: NotePlace
  shown: DraftState<NoteDraft>
  save: () => Promise<void>
  ready: boolean
}) {
  const { place, save } = props
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const [onPurpose, setOnPurpose] = useState(false)
  const sign = useMutation({
    mutationFn: async () => {
      await save()
      const { version, missing } = await notesApi.single(place, {})
      const open = missing.filter(({ what }) => what !== 'cloned' || !onPurpose)
      if (open.length > 0) return open
      await notesApi.sign(place, { version, clonedOnPurpose: onPurpose })
      return []
    },
    onSuccess: (missing) => {
      if (missing.length > 0) return
      toast(say('note.oneSigned'))
      for (const key of ['notes', 'unsigned']) void queries.invalidateQueries({ queryKey: [key] })
      void navigate({ to: '/people/$personId', params: { personId: place.person } })
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  const missing = sign.data ?? []
  return (
    <>
      {missing.length > 0 && (
        <Alert variant="outline" color="yellow" title={say('note.missing', { count: missing.length })} mb="md">
          <ul className="note-missing">
            {missing.map(({ words }) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Alert>
      )}
      {(onPurpose || missing.some(({ what }) => what === 'cloned')) && (
        <Checkbox
          mb="sm"
          label={say('note.onPurpose')}
          checked={onPurpose}
          onChange={(event) => setOnPurpose(event.currentTarget.checked)}
        />
      )}
      <Button size="md" loading={sign.isPending} disabled={!props.ready} onClick={() => sign.mutate()}>
        {say('note.signOne')}
      </Button>
    </>
  )
}
