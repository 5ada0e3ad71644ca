import { Button, Paper, Skeleton, Switch, Text, Textarea, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CoSignatures } from '../../../src/note/progress-note.ts'
import { notesApi } from '../../ui/notes-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice, sentenceOf } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'
import { NoteCard } from './note-card.tsx'
import './notes.css'

const KEY = ['co-signatures']

/** Notes of the own team that wait for a second signature, and whose notes need one. */
export function CoSignPage() {
  const asked = useQuery({ queryKey: KEY, queryFn: notesApi.coSignatures })
  useEffect(() => {
    document.title = say('week.pageTitle')
  }, [])
  return (
    <main id="main" className="page page-narrow">
      <Title order={1} size="h2" mb="sm">
        {say('places.coSign')}
      </Title>
      {asked.isPending && <Skeleton height={240} aria-label={say('page.loading')} />}
      {asked.isError && <ProblemNotice error={asked.error} again={() => void asked.refetch()} />}
      {asked.data && (
        <>
          <Text mb="sm" role="status">
            {say('coSign.waiting', { count: asked.data.waiting.length })}
          </Text>
          {asked.data.waiting.map((note) => (
            <NoteCard key={note.id} note={note} name={note.name} addenda={note.addenda}>
              <Decide note={note} />
            </NoteCard>
          ))}
          <Team team={asked.data.team} />
        </>
      )}
    </main>
  )
}

function Decide({ note }: { note: CoSignatures['waiting'][number] }) {
  const place = { person: note.participant, note: note.id }
  const queries = useQueryClient()
  const toast = useToast()
  const [words, setWords] = useState<string | null>(null)
  const done = (said: string) => {
    toast(said)
    void queries.invalidateQueries({ queryKey: KEY })
  }
  const onError = (error: unknown) => toast(sentenceOf(error))
  const sign = useMutation({
    mutationFn: () => notesApi.coSign(place),
    onSuccess: () => done(say('coSign.done')),
    onError,
  })
  const back = useMutation({
    mutationFn: () => notesApi.sendBack(place, words ?? ''),
    onSuccess: () => done(say('coSign.sentBack', { name: note.author })),
    onError,
  })
  return (
    <>
      {words !== null && (
        <Textarea
          mt="sm"
          autosize
          minRows={2}
          maxLength={2000}
          label={say('coSign.words', { name: note.author })}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <div className="note-tools">
        {words === null ? (
          <>
            <Button size="xs" loading={sign.isPending} onClick={() => sign.mutate()}>
              {say('coSign.sign')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setWords('')}>
              {say('coSign.back')}
            </Button>
          </>
        ) : (
          <>
            <Button size="xs" disabled={words.trim().length < 3} loading={back.isPending} onClick={() => back.mutate()}>
              {say('coSign.backNow')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setWords(null)}>
              {say('coSign.cancel')}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function Team({ team }: { team: CoSignatures['team'] }) {
  const queries = useQueryClient()
  const toast = useToast()
  // The switch moves with the finger; where the server refuses, it goes back.
  const [asked, setAsked] = useState<{ staff: string; needed: boolean } | null>(null)
  const need = useMutation({
    mutationFn: (one: { staff: string; needed: boolean }) => notesApi.needCoSignature(one.staff, one.needed),
    onSettled: async (_done, _error, sent) => {
      await queries.invalidateQueries({ queryKey: KEY })
      setAsked((now) => (now === sent ? null : now))
    },
    onError: (error) => toast(sentenceOf(error)),
  })
  const ask = (one: { staff: string; needed: boolean }) => {
    setAsked(one)
    need.mutate(one)
  }
  return (
    <Paper withBorder p="md" mt="md" component="section" aria-labelledby="co-sign-team">
      <Title order={2} size="h5" id="co-sign-team">
        {say('coSign.team')}
      </Title>
      <Text size="sm" className="quiet-text" mb="xs">
        {say('coSign.teamHint')}
      </Text>
      {team.map(({ staff, name, needed }) => (
        <Switch
          key={staff}
          my={10}
          size="md"
          label={name}
          checked={asked?.staff === staff ? asked.needed : needed}
          onChange={(event) => ask({ staff, needed: event.currentTarget.checked })}
        />
      ))}
    </Paper>
  )
}
