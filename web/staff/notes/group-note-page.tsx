import { Alert, Button, Paper, SegmentedControl, Skeleton, Text, Textarea, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import type { GroupDraft, SaveDraft } from '../../../src/note/draft.ts'
import type { GroupSession } from '../../../src/note/group-session.ts'
import { dayWords, spanWords } from '../../ui/times.ts'
import { todayApi } from '../../ui/today-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice, sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { ConflictChoice } from './conflict-choice.tsx'
import { MemberRow } from './member-row.tsx'
import { SavedWords } from './saved-words.tsx'
import { type DraftState, useDraft } from './use-draft.ts'
import './notes.css'

const route = getRouteApi('/frame/sessions/$sessionId/note')

/** A group written down in one go: what all did, a line for each member, one signature for all notes. */
export function GroupNotePage() {
  const { sessionId } = route.useParams()
  const asked = useQuery({ queryKey: ['group-note', sessionId], queryFn: () => todayApi.groupNote(sessionId) })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      {asked.isPending && <Skeleton height={360} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (asked.data.signed ? <Signed group={asked.data} /> : <Writing group={asked.data} />)}
    </main>
  )
}

function Head({ group }: { group: GroupSession }) {
  const { service, start, end } = group.session
  return (
    <div className="page-head">
      <Title order={1} size="h2">
        {service}
      </Title>
      <span className="quiet-text">
        {dayWords(start.slice(0, 10))}, {spanWords(start, end)}
      </span>
    </div>
  )
}

function Signed({ group }: { group: GroupSession }) {
  return (
    <>
      <Head group={group} />
      <Paper withBorder p="md">
        <Text>{say('note.signedAll', { count: group.members.length })}</Text>
        <Link to="/today">{say('note.backToday')}</Link>
      </Paper>
    </>
  )
}

function Writing({ group }: { group: GroupSession }) {
  const { id } = group.session
  const send = useCallback((wish: SaveDraft) => todayApi.saveGroupNote(id, wish), [id])
  const { shown, change, settle, save } = useDraft<GroupDraft>(send, group)
  const rows = useRef<HTMLDivElement>(null)
  const { draft } = shown
  const nameOf = (field: string) =>
    group.members.find(({ participant }) => field.includes(participant))?.name ?? say('note.narrative')
  const next = (index: number) => {
    const fields = rows.current?.querySelectorAll<HTMLTextAreaElement>('textarea[data-line]')
    fields?.[index + 1]?.focus()
  }
  return (
    <>
      <Head group={group} />
      <div className="note-tools">
        <SegmentedControl
          size="xs"
          aria-label={say('note.template')}
          data={['DAP', 'BIRP', 'SOAP']}
          value={draft.template}
          onChange={(template) => change((now) => ({ ...now, template }))}
        />
        <SavedWords shown={shown} />
      </div>
      {shown.conflicts.length > 0 && <ConflictChoice nameOf={nameOf} shown={shown} settle={settle} />}
      <Textarea
        label={say('note.narrative')}
        description={say('note.narrativeHint')}
        autosize
        minRows={4}
        mb="md"
        value={draft.narrative}
        onChange={(event) => {
          const narrative = event.currentTarget.value
          change((now) => ({ ...now, narrative }))
        }}
      />
      <div ref={rows}>
        {group.members.map((member, index) => (
          <MemberRow
            key={member.participant}
            member={member}
            line={draft.lines[member.participant]}
            cloned={group.missing.some((one) => one.what === 'cloned' && one.member === member.participant)}
            change={(line) => change((now) => ({ ...now, lines: { ...now.lines, [member.participant]: line } }))}
            next={() => next(index)}
          />
        ))}
      </div>
      <SignAll group={group} shown={shown} save={save} />
    </>
  )
}

function SignAll(props: { group: GroupSession; shown: DraftState<GroupDraft>; save: () => Promise<void> }) {
  const queries = useQueryClient()
  const toast = useToast()
  const { group, shown } = props
  const key = ['group-note', group.session.id]
  const check = useMutation({
    mutationFn: async () => {
      await props.save()
      const fresh = await todayApi.groupNote(group.session.id)
      queries.setQueryData(key, fresh)
      return fresh
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  const sign = useMutation({
    mutationFn: (version: number) => todayApi.signGroupNote(group.session.id, version),
    onSuccess: ({ notes }) => {
      toast(say('note.signed', { count: notes }))
      void queries.invalidateQueries({ queryKey: key })
      void queries.invalidateQueries({ queryKey: ['unsigned'] })
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  const press = () =>
    check.mutate(undefined, {
      onSuccess: (fresh) => {
        if (fresh.missing.length === 0) sign.mutate(fresh.version)
      },
    })
  const missing = check.data?.missing ?? []
  return (
    <>
      {missing.length > 0 && (
        <Alert variant="outline" color="yellow" title={say('note.missing', { count: missing.length })} mb="md">
          <ul className="note-missing">
            {missing.map((one) => (
              <li key={`${one.what} ${one.member ?? ''} ${one.words}`}>{one.words}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Button
        size="md"
        onClick={press}
        loading={check.isPending || sign.isPending}
        disabled={shown.conflicts.length > 0 || group.members.length === 0}
      >
        {say('note.sign', { count: group.members.length })}
      </Button>
    </>
  )
}
