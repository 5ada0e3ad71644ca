import { useState, type ComponentProps, type FormEvent } from 'react'
import { say } from '../../ui/words.ts'
import { Trouble } from '../trouble.tsx'

/**
 * First the address, then the six digits that came. `known`: the address is, so only the code is asked. `mayBeUnknown`:
 * nobody signed in, so it is not told whether the address is known.
 */
export function EmailCode(props: {
  send: (address: string) => Promise<{ handle: string }>
  enter: (handle: string, code: string) => Promise<void>
  known?: boolean
  mayBeUnknown?: boolean
}) {
  const [address, setAddress] = useState('')
  const [handle, setHandle] = useState<string | null>(null)
  const [code, setCode] = useState('')
  const [failed, setFailed] = useState<unknown>(null)
  const send = () => {
    setFailed(null)
    props.send(address).then((sent) => setHandle(sent.handle), setFailed)
  }
  const enter = (given: string) => {
    setFailed(null)
    props.enter(given, code.trim()).catch(setFailed)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (handle === null) send()
    else enter(handle)
  }
  return (
    <form className="form" onSubmit={submit}>
      {!props.known && (
        <Field
          words={say('email.address')}
          field={{ type: 'email', autoComplete: 'email', value: address }}
          typed={(text) => (setAddress(text), setHandle(null))}
        />
      )}
      {handle !== null && (
        <>
          <p role="status">{props.mayBeUnknown ? say('email.sentIfKnown') : say('email.sent')}</p>
          <Field
            words={say('email.code')}
            field={{ inputMode: 'numeric', autoComplete: 'one-time-code', value: code }}
            typed={setCode}
          />
        </>
      )}
      <button className="button" type="submit">
        {handle === null ? say('email.send') : say('email.enter')}
      </button>
      {handle !== null && (
        <button className="button" type="button" onClick={send}>
          {say('email.again')}
        </button>
      )}
      {failed !== null && <Trouble error={failed} />}
    </form>
  )
}

function Field(props: { words: string; field: ComponentProps<'input'>; typed: (text: string) => void }) {
  return (
    <label>
      {props.words}
      <input required {...props.field} onChange={(event) => props.typed(event.currentTarget.value)} />
    </label>
  )
}
