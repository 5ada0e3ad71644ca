import { Button, Group, Paper, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../ui/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useToast } from '../toasts.tsx'

/** The secret calendar link of one person: made, renewed, ended; its text is shown this once. */
export function FeedLink({ personId, active }: { personId: string; active: boolean }) {
  const [url, setUrl] = useState<string | null>(null)
  const queries = useQueryClient()
  const toast = useToast()
  const refresh = () => queries.invalidateQueries({ queryKey: ['person', personId] })
  const make = useMutation({
    mutationFn: () => api.makeFeed(personId),
    onSuccess: (feed) => (setUrl(feed.url), refresh()),
  })
  const end = useMutation({
    mutationFn: () => api.endFeed(personId),
    onSuccess: () => (setUrl(null), toast(say('feed.ended')), refresh()),
  })
  const failed = make.error ?? end.error
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="feed">
      <Title order={2} size="h5" id="feed" mb={4}>
        {say('feed.title')}
      </Title>
      <Text size="sm">{active ? say('feed.active') : say('feed.none')}</Text>
      {url !== null && <ShownOnce url={url} />}
      <Group mt="sm" gap={8}>
        <Button
          variant="default"
          leftSection={<Icon name="calendar" />}
          loading={make.isPending}
          onClick={() => make.mutate()}
        >
          {active ? say('feed.renew') : say('feed.make')}
        </Button>
        {active && (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {say('feed.end')}
          </Button>
        )}
      </Group>
      {failed && <ProblemNotice error={failed} />}
    </Paper>
  )
}

function ShownOnce({ url }: { url: string }) {
  const toast = useToast()
  const copy = () => void navigator.clipboard.writeText(url).then(() => toast(say('feed.copied')))
  return (
    <div className="feed-url">
      <TextInput readOnly label={say('feed.once')} value={url} onFocus={(event) => event.currentTarget.select()} />
      <Button variant="default" leftSection={<Icon name="copy" />} onClick={copy}>
        {say('feed.copy')}
      </Button>
    </div>
  )
}
