import { Button, Checkbox, Fieldset, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { EnterVersion } from '../../../src/hours/payer-packs.ts'
import { hoursApi } from '../../ui/hours-api.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { KINDS, kindName, NUMBERS, wrongFields, YES_OR_NO } from './pack-fields.ts'
import { PreviewWords } from './pack-preview.tsx'

interface Part {
  readonly wish: EnterVersion
  readonly set: (change: Partial<EnterVersion>) => void
  /** The words of a field that is not right. */
  readonly error: (field: string) => string | undefined
}

/** The next version of a payer's rules: every field explained, looked at before it is entered. */
export function PackForm(props: { begin: EnterVersion; today: string; isNew: boolean; done: () => void }) {
  const { begin, today, isNew, done } = props
  const [wish, setWish] = useState<EnterVersion>(begin)
  const [tried, setTried] = useState(false)
  const queries = useQueryClient()
  const preview = useMutation({ mutationFn: () => hoursApi.previewPack(wish) })
  const enter = useMutation({
    mutationFn: () => hoursApi.enterPack(wish),
    onSuccess: async () => {
      await queries.invalidateQueries()
      done()
    },
  })
  const wrong = wrongFields(wish, today)
  const part: Part = {
    wish,
    set: (change) => {
      setWish({ ...wish, ...change })
      preview.reset()
    },
    error: (field) => (tried ? wrong.find((one) => one.field === field)?.words : undefined),
  }
  const look = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong.length === 0) preview.mutate()
  }
  return (
    <form className="pack-form" onSubmit={look} noValidate>
      <Who {...part} isNew={isNew} />
      <Fieldset legend={say('pack.numbers')}>
        <Numbers {...part} />
        <Rounding {...part} />
      </Fieldset>
      <Fieldset legend={say('pack.yesOrNo')}>
        <YesOrNo {...part} />
      </Fieldset>
      <Kinds {...part} />
      {tried && wrong.length > 0 && (
        <p role="alert" className="pack-wrong">
          {say('pack.wrong.count', { count: wrong.length })}
        </p>
      )}
      <div className="pack-buttons">
        <Button type="submit" variant={preview.data ? 'default' : 'filled'} loading={preview.isPending}>
          {say('pack.look')}
        </Button>
        {preview.data && (
          <Button onClick={() => enter.mutate()} loading={enter.isPending}>
            {say('pack.enter')}
          </Button>
        )}
      </div>
      {preview.data && <PreviewWords preview={preview.data} from={wish.effectiveFrom} />}
      {preview.isError && <ProblemNotice error={preview.error} />}
      {enter.isError && <ProblemNotice error={enter.error} />}
    </form>
  )
}

function Who({ wish, set, error, isNew }: Part & { isNew: boolean }) {
  return (
    <>
      {isNew && (
        <TextInput
          label={say('pack.id')}
          description={say('pack.id.help')}
          value={wish.id}
          error={error('id')}
          onChange={(event) => set({ id: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={say('pack.payer')}
        description={say('pack.payer.help')}
        value={wish.payer}
        error={error('payer')}
        onChange={(event) => set({ payer: event.currentTarget.value })}
      />
      <TextInput
        label={say('pack.state')}
        description={say('pack.state.help')}
        value={wish.state ?? ''}
        onChange={(event) => set({ state: event.currentTarget.value.trim() === '' ? null : event.currentTarget.value })}
      />
      <Textarea
        autosize
        minRows={2}
        label={say('pack.source')}
        description={say('pack.source.help')}
        value={wish.source}
        error={error('source')}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={say('pack.from')}
        description={say('pack.from.help')}
        value={wish.effectiveFrom}
        error={error('effectiveFrom')}
        onChange={(event) => set({ effectiveFrom: event.currentTarget.value })}
      />
    </>
  )
}

function Numbers({ wish, set, error }: Part) {
  return NUMBERS.map(({ name, label, help, least, most }) => (
    <TextInput
      key={name}
      type="number"
      min={least}
      max={most}
      label={label()}
      description={help()}
      value={typeof wish[name] === 'number' && !Number.isNaN(wish[name]) ? wish[name] : ''}
      error={error(name)}
      onChange={(event) => {
        const { value, valueAsNumber } = event.currentTarget
        set({ [name]: value === '' ? null : valueAsNumber })
      }}
    />
  ))
}

function Rounding({ wish, set, error }: Part) {
  return (
    <>
      <TextInput
        type="number"
        min={1}
        max={60}
        label={say('pack.rounding')}
        description={say('pack.rounding.help')}
        value={Number.isNaN(wish.rounding.minutes) ? '' : wish.rounding.minutes}
        error={error('rounding')}
        onChange={(event) => set({ rounding: { ...wish.rounding, minutes: event.currentTarget.valueAsNumber } })}
      />
      <NativeSelect
        label={say('pack.roundingWay')}
        description={say('pack.roundingWay.help')}
        value={wish.rounding.direction}
        data={[
          { value: 'down', label: say('pack.rounding.down') },
          { value: 'nearest', label: say('pack.rounding.nearest') },
        ]}
        onChange={(event) =>
          set({
            rounding: { ...wish.rounding, direction: event.currentTarget.value === 'nearest' ? 'nearest' : 'down' },
          })
        }
      />
      <NativeSelect
        label={say('pack.below')}
        description={say('pack.below.help')}
        value={wish.belowThreshold}
        data={[
          { value: 'discrete', label: say('pack.below.discrete') },
          { value: 'none', label: say('pack.below.none') },
        ]}
        onChange={(event) => set({ belowThreshold: event.currentTarget.value === 'none' ? 'none' : 'discrete' })}
      />
      <TextInput
        label={say('pack.codes')}
        description={say('pack.codes.help')}
        value={wish.codes.join(' ')}
        onChange={(event) => set({ codes: event.currentTarget.value.split(/\s+/).filter((code) => code !== '') })}
      />
    </>
  )
}

function YesOrNo({ wish, set }: Part) {
  return YES_OR_NO.map(({ name, label, help }) => (
    <Checkbox
      key={name}
      size="md"
      mb="xs"
      label={label()}
      description={help()}
      checked={wish[name] === true}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  ))
}

function Kinds({ wish, set, error }: Part) {
  return (
    <Checkbox.Group
      label={say('pack.kinds')}
      description={say('pack.kinds.help')}
      error={error('countableKinds')}
      value={[...wish.countableKinds]}
      onChange={(chosen) => set({ countableKinds: KINDS.filter((kind) => chosen.includes(kind)) })}
    >
      {KINDS.map((kind) => (
        <Checkbox key={kind} size="md" mt="xs" value={kind} label={kindName(kind)} />
      ))}
    </Checkbox.Group>
  )
}
