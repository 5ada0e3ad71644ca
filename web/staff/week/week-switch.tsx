import { Button, Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Icon } from '../../ui/icon.tsx'
import { plusDays } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'

/** This week, the one before, the one after. The other filters stay as they are. */
export function WeekSwitch({ week, thisWeek }: { week: string; thisWeek: string }) {
  const navigate = useNavigate()
  const go = (to: string) =>
    void navigate({ to: '.', search: ({ run: _run, view: _view, ...rest }) => ({ ...rest, week: to }) })
  return (
    <Group gap={6} role="group" aria-label={say('week.switch')} className="no-print">
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="back" size={15} />}
        onClick={() => go(plusDays(week, -7))}
      >
        {say('week.before')}
      </Button>
      <Button variant="default" size="xs" disabled={week === thisWeek} onClick={() => go(thisWeek)}>
        {say('week.this')}
      </Button>
      <Button
        variant="default"
        size="xs"
        rightSection={<Icon name="next" size={15} />}
        onClick={() => go(plusDays(week, 7))}
      >
        {say('week.after')}
      </Button>
    </Group>
  )
}
