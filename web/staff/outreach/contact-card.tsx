import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ChangeContact, Contact, ContactCard } from '../../../src/message/contact.ts'
import { outreachApi } from '../../ui/outreach-api.ts'
import { clockWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session.ts'

/** How somebody may be reached and what may be said; the front desk corrects it here. */
export function ContactSection({ personId, contact }: { personId: string; contact: Contact | null }) {
  const [open, setOpen] = useState(false)
  const mayChange = useSession().role === 'front-desk'
  return (
    <div className="outreach-contact">
      {contact ? <ContactLines contact={contact} /> : <p>{say('contact.none')}</p>}
      {mayChange && (
        <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? say('outreach.close') : say('contact.change')}
        </Button>
      )}
      {open && <LoadedForm personId={personId} done={() => setOpen(false)} />}
    </div>
  )
}

function ContactLines({ contact }: { contact: Contact }) {
  const { phone, email, channel, from, until } = contact
  if (channel === 'none')
    return (
      <p>
        <strong>{say('contact.doNotContact')}</strong>
      </p>
    )
  return (
    <>
      <p>
        {phone !== null && (
          <a href={`tel:${phone.replaceAll(/[^+0-9]/g, '')}`} className="roomy-link">
            <strong>{phone}</strong>
          </a>
        )}{' '}
        {email}
      </p>
      <p>
        {hoursOf(from, until)} {contact.leaveMessage ? say('contact.mayLeave') : say('contact.leaveNothing')}{' '}
        {contact.nameUs ? say('contact.mayName') : say('contact.nameNothing')}
      </p>
    </>
  )
}

function LoadedForm({ personId, done }: { personId: string; done: () => void }) {
  const asked = useQuery({ queryKey: ['contact', personId], queryFn: () => outreachApi.contact(personId), gcTime: 0 })
  if (asked.isError) return <ProblemNotice error={asked.error} again={() => void asked.refetch()} />
  return asked.data ? <ContactForm personId={personId} card={asked.data} done={done} /> : null
}

const EMPTY: Contact = {
  phone: null,
  email: null,
  channel: 'none',
  from: 540,
  until: 1080,
  leaveMessage: false,
  nameUs: false,
  language: 'en',
}

function ContactForm({ personId, card, done }: { personId: string; card: ContactCard; done: () => void }) {
  const { inForceFrom: _from, ...known } = { inForceFrom: '', ...(card.coming ?? card.inForce ?? EMPTY) }
  const [typed, setTyped] = useState<ChangeContact>({ ...known, version: card.version })
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: () => outreachApi.changeContact(personId, typed),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['outreach'] })
      done()
    },
  })
  const put = (fields: Partial<Contact>) => setTyped({ ...typed, ...fields })
  const address = (field: 'phone' | 'email') => ({
    value: typed[field] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => put({ [field]: event.currentTarget.value || null }),
  })
  const hour = (field: 'from' | 'until') => ({
    type: 'time',
    required: true,
    value: clockOf(typed[field]),
    onChange: (event: { currentTarget: { value: string } }) => put({ [field]: minuteOf(event.currentTarget.value) }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <form className="outreach-rule" onSubmit={submit}>
      <TextInput type="tel" label={say('contact.phone')} {...address('phone')} />
      <TextInput type="email" label={say('contact.email')} {...address('email')} />
      <NativeSelect
        label={say('contact.channel')}
        value={typed.channel}
        onChange={(event) => put({ channel: event.currentTarget.value as Contact['channel'] })}
        data={[
          { value: 'phone', label: say('contact.byPhone') },
          { value: 'email', label: say('contact.byEmail') },
          { value: 'none', label: say('contact.doNotContact') },
        ]}
      />
      <TextInput label={say('contact.from')} {...hour('from')} />
      <TextInput label={say('contact.until')} {...hour('until')} />
      <Checkbox
        size="md"
        label={say('contact.leaveMessage')}
        checked={typed.leaveMessage}
        onChange={(event) => put({ leaveMessage: event.currentTarget.checked })}
      />
      <Checkbox
        size="md"
        label={say('contact.nameUs')}
        checked={typed.nameUs}
        onChange={(event) => put({ nameUs: event.currentTarget.checked })}
      />
      <NativeSelect
        label={say('contact.language')}
        value={typed.language}
        onChange={(event) => put({ language: event.currentTarget.value as Contact['language'] })}
        data={[
          { value: 'en', label: 'English' },
          { value: 'es', label: 'Español' },
        ]}
      />
      <p className="quiet-text">{say('contact.hold')}</p>
      <Button type="submit" variant="default" loading={change.isPending}>
        {say('contact.keep')}
      </Button>
      {change.isError && <ProblemNotice error={change.error} />}
    </form>
  )
}

function hoursOf(from: number, until: number): string {
  if (from === 0 && until >= 1439) return say('contact.anyTime')
  const shown = (minute: number) => clockWords(`2000-01-01T${clockOf(minute)}`)
  return say('contact.hours', { from: shown(from), until: shown(until) })
}

/** The last minute of the day stands for midnight, which a time field cannot show. */
function clockOf(minute: number): string {
  const shown = Math.min(minute, 1439)
  return [Math.floor(shown / 60), shown % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

function minuteOf(clock: string): number {
  const minute = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
  return minute === 1439 ? 1440 : minute
}
