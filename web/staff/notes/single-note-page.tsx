import { Anchor, Button, NativeSelect, SegmentedControl, Skeleton, Text, Textarea, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import type { SingleNote } from '../../../src/note/progress-note.ts'
import type { NoteDraft, SaveNote } from '../../../src/note/single-note.ts'
import { inTemplate, partsOf } from '../../../src/note/template.ts'
import { type NotePlace, notesApi } from '../../ui/notes-api.ts'
import { dayWords, clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { ConflictChoice } from './conflict-choice.tsx'
import { NoteCard } from './note-card.tsx'
import { kindWords, partWords } from './note-words.ts'
import { SavedWords } from './saved-words.tsx'
import { SignNote } from './sign-note.tsx'
import { useDraft } from './use-draft.ts'
import './notes.css'

const route = getRouteApi('/frame/people/$personId/notes/$noteId')

/** One note of one person, or an addendum to one: written, saved by itself, signed. */
export function SingleNotePage() {
  const { personId, noteId } = route.useParams()
  const begin = route.useSearch()
  const asked = useQuery({
    queryKey: ['note', personId, noteId],
    queryFn: () => notesApi.single({ person: personId, note: noteId }, begin),
    // What is typed stays: another look at the server is taken by the page itself, before signing.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    gcTime: 0,
  })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      {asked.isPending && <Skeleton height={360} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <div className="page-head">
            <Title order={1} size="h2">
              {asked.data.name}
            </Title>
            <Anchor component={Link} to={`/people/${personId}`} className="roomy-link">
              {say('note.backPerson')}
            </Anchor>
          </div>
          {asked.data.signed ? (
            <Text>{say('note.oneSigned')}</Text>
          ) : (
            <Writing single={asked.data} place={{ person: personId, note: noteId }} />
          )}
        </>
      )}
    </main>
  )
}

function Writing({ single, place }: { single: SingleNote; place: NotePlace }) {
  const { person, note } = place
  const send = useCallback((wish: SaveNote) => notesApi.save({ person, note }, wish), [person, note])
  const { shown, change, settle, save } = useDraft<NoteDraft>(send, single)
  const { draft } = shown
  const { addsTo } = single
  return (
    <>
      {addsTo && <NoteCard note={addsTo} />}
      <div className="note-tools">
        {!addsTo && (
          <SegmentedControl
            size="xs"
            aria-label={say('note.template')}
            data={['DAP', 'BIRP', 'SOAP']}
            value={draft.template}
            onChange={(template) => change((now) => inTemplate(now, template))}
          />
        )}
        <SavedWords shown={shown} />
      </div>
      {shown.conflicts.length > 0 && <ConflictChoice nameOf={partWords} shown={shown} settle={settle} />}
      {!addsTo && <About single={single} draft={draft} change={change} />}
      {addsTo ? (
        <AddendumWords draft={draft} change={change} />
      ) : (
        partsOf(draft).map(({ part, words }) => (
          <PartWords key={part} label={partWords(part)} part={part} words={words} change={change} />
        ))
      )}
      {!addsTo && single.last && <CopyLast last={single.last} draft={draft} change={change} />}
      <SignNote
        place={place}
        shown={shown}
        save={save}
        ready={shown.conflicts.length === 0 && (shown.version > 0 || shown.state !== 'kept')}
      />
    </>
  )
}

type Change = (changed: (now: NoteDraft) => NoteDraft) => void

function PartWords(props: { label: string; part: string; words: string; change: Change }) {
  return (
    <Textarea
      label={props.label}
      autosize
      minRows={3}
      mb="sm"
      value={props.words}
      onChange={(event) => {
        const words = event.currentTarget.value
        props.change((now) => ({ ...now, parts: { ...now.parts, [props.part]: words } }))
      }}
    />
  )
}

/** An addendum is one text; it stands in the first part of its template. */
function AddendumWords({ draft, change }: { draft: NoteDraft; change: Change }) {
  const [first] = partsOf(draft)
  return first && <PartWords label={say('note.addendumWords')} {...first} change={change} />
}

const WITHOUT_SESSION = ['case-management', 'individual', 'family', 'medical'] as const

/** What the note is about: a session that was held, or a kind of work outside of one. */
function About({ single, draft, change }: { single: SingleNote; draft: NoteDraft; change: Change }) {
  const sessions = single.sessions.map(({ id, service, start }) => ({
    value: id,
    label: `${service}, ${dayWords(start.slice(0, 10))}, ${clockWords(start)}`,
  }))
  const others = WITHOUT_SESSION.map((kind) => ({
    value: kind,
    label: say('note.withoutSession', { kind: kindWords(kind) }),
  }))
  const choose = (value: string) => {
    const session = single.sessions.find(({ id }) => id === value)
    const kind = WITHOUT_SESSION.find((one) => one === (session?.kind ?? value)) ?? 'case-management'
    change((now) => ({ ...now, kind, session: session?.id ?? null }))
  }
  return (
    <NativeSelect
      label={say('note.about')}
      mb="sm"
      data={[...sessions, ...others]}
      value={draft.session ?? draft.kind}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  )
}

/** Takes the last note's words over into parts that are still empty; the note says of itself that it was copied. */
function CopyLast(props: { last: NonNullable<SingleNote['last']>; draft: NoteDraft; change: Change }) {
  const { last, draft, change } = props
  if (draft.copiedFrom !== null || partsOf(draft).some(({ words }) => words.trim() !== '')) return null
  return (
    <Button
      size="xs"
      variant="default"
      mb="sm"
      onClick={() => change((now) => ({ ...now, copiedFrom: last.id, parts: inTemplate(last, now.template).parts }))}
    >
      {say('note.copyLast')}
    </Button>
  )
}
