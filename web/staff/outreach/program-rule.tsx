import { Button, Checkbox, Paper, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { EnterRule, ProgramRule } from '../../../src/attendance/attendance-rule.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'

/** The center's rule about being late and missed, the same for everybody; a new version begins on its day. */
export function ProgramRuleSection() {
  const asked = useQuery({ queryKey: ['rules'], queryFn: outreachApi.rules })
  const [open, setOpen] = useState(false)
  const mayEnter = useSession().role !== 'counselor'
  if (!asked.data) return null
  const rule = asked.data.inForce
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="rule">
      <h2 id="rule" className="outreach-title">
        {say('rule.title')}
      </h2>
      <p>
        {say('rule.inForce', {
          late: rule.lateAfterMinutes,
          missing: rule.missingAfterMinutes,
          noShow: rule.noShowAfterMinutes,
        })}
      </p>
      {rule.words !== '' && <p>{rule.words}</p>}
      {mayEnter && (
        <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? say('outreach.close') : say('rule.change')}
        </Button>
      )}
      {open && <RuleForm rule={rule} done={() => setOpen(false)} />}
    </Paper>
  )
}

const MINUTES = [
  { field: 'lateAfterMinutes', label: () => say('rule.late') },
  { field: 'missingAfterMinutes', label: () => say('rule.missing') },
  { field: 'noShowAfterMinutes', label: () => say('rule.noShow') },
  { field: 'callAgainMinutes', label: () => say('rule.callAgain') },
  { field: 'counselorAfterAttempts', label: () => say('rule.counselor') },
  { field: 'supervisorAfterAttempts', label: () => say('rule.supervisor') },
  { field: 'counselorAfterHours', label: () => say('rule.counselorHours') },
  { field: 'supervisorAfterHours', label: () => say('rule.supervisorHours') },
] as const

function RuleForm({ rule, done }: { rule: ProgramRule; done: () => void }) {
  const { version: _version, enteredBy: _enteredBy, ...known } = rule
  const [typed, setTyped] = useState<EnterRule>({ ...known, fromDate: '' })
  const queries = useQueryClient()
  const enter = useMutation({
    mutationFn: () => outreachApi.enterRule(typed),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['rules'] })
      done()
    },
  })
  const words = (field: 'fromDate' | 'words' | 'wordsEs') => ({
    required: true,
    value: typed[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [field]: event.currentTarget.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <form className="outreach-rule" onSubmit={submit}>
      <TextInput type="date" label={say('rule.from')} {...words('fromDate')} />
      {MINUTES.map(({ field, label }) => (
        <TextInput
          key={field}
          type="number"
          required
          label={label()}
          value={typed[field]}
          onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.valueAsNumber || 0 })}
        />
      ))}
      <Textarea autosize minRows={2} label={say('rule.words')} {...words('words')} />
      <Textarea autosize minRows={2} label={say('rule.wordsEs')} {...words('wordsEs')} />
      <Checkbox
        size="md"
        label={say('rule.atOnce')}
        checked={typed.offersMakeUps === 'at-once'}
        onChange={(event) => setTyped({ ...typed, offersMakeUps: event.currentTarget.checked ? 'at-once' : 'by-hand' })}
      />
      <Button type="submit" variant="default" loading={enter.isPending}>
        {say('rule.enter')}
      </Button>
      {enter.isError && <ProblemNotice error={enter.error} />}
    </form>
  )
}
