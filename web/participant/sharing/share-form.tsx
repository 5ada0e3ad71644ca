import { useState, type ComponentProps, type FormEvent } from 'react'
import type { SignedIn } from '../../../src/access/sign-in.ts'
import type { Consent } from '../../../src/consent/sharing.ts'
import { wallNow } from '../../ui/person-days.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { dateOf, longDayWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'
import { Preview } from './preview.tsx'
import { ClassChoice, UntilChoice } from './share-choices.tsx'
import { formOf, newDraft, type ShareDraft } from './share-draft.ts'

/**
 * A consent in plain words with every element of 42 CFR 2.31(a): who, what, to whom, why, until when, how to end it,
 * and the person's own signature. The server adds the names and the date and refuses what is incomplete.
 */
export function ShareForm(props: {
  personId: string
  session: SignedIn
  known: readonly Consent[]
  saved: () => void
  cancel: () => void
}) {
  const { personId, session } = props
  const [today] = useState(() => dateOf(wallNow(Date.now(), session.center.timeZone)))
  const [draft, setDraft] = useState(() => newDraft(today))
  const [failed, setFailed] = useState<unknown>(null)
  const change = (part: Partial<ShareDraft>) => setDraft({ ...draft, ...part })
  const named = draft.name.trim()
  const account = props.known.find((one) => one.account !== null && one.recipient === named)?.account ?? undefined
  const save = (event: FormEvent) => {
    event.preventDefault()
    setFailed(null)
    sharingApi.give(personId, formOf(draft, today, account)).then(props.saved, setFailed)
  }
  return (
    <form className="panel form" aria-labelledby="share" onSubmit={save}>
      <h2 id="share">{say('share.title')}</h2>
      <Line words={say('share.who')} value={draft.name} type={(name) => change({ name })} autoComplete="off" />
      <ClassChoice draft={draft} change={change} />
      <Line words={say('share.why')} value={draft.purpose} type={(purpose) => change({ purpose })} />
      <UntilChoice draft={draft} today={today} change={change} />
      <Preview
        personId={personId}
        week={session.thisWeek}
        name={named === '' ? say('share.thisPerson') : named}
        classes={draft.classes}
        grantee={account}
      />
      <Signature draft={draft} today={today} change={change} />
      <button className="button button-strong" type="submit">
        {say('share.save')}
      </button>
      <button className="button" type="button" onClick={props.cancel}>
        {say('share.cancel')}
      </button>
      {failed !== null && <Trouble error={failed} />}
    </form>
  )
}

function Signature(props: { draft: ShareDraft; today: string; change: (part: Partial<ShareDraft>) => void }) {
  const { draft, change } = props
  return (
    <>
      <p>{say('legal.mayRevoke')}</p>
      <label className="tick">
        <input
          type="checkbox"
          required
          checked={draft.read}
          onChange={(event) => change({ read: event.currentTarget.checked })}
        />
        {say('share.read')}
      </label>
      <Line
        words={say('share.sign')}
        value={draft.signature}
        type={(signature) => change({ signature })}
        autoComplete="name"
      />
      <p className="small">{say('share.dated', { day: longDayWords(props.today) })}</p>
    </>
  )
}

type LineProps = Pick<ComponentProps<'input'>, 'autoComplete'> & {
  words: string
  value: string
  type: (text: string) => void
}

function Line({ words, value, type, autoComplete }: LineProps) {
  return (
    <label>
      {words}
      <input
        required
        maxLength={100}
        autoComplete={autoComplete}
        value={value}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </label>
  )
}
