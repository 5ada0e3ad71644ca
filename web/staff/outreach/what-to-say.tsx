import { say } from '../../ui/words.ts'
import { useSession } from '../session.ts'

/**
 * Words that tell a stranger nothing: not where the call comes from, not what it is about, not whether the person is known
 * (42 CFR 2.13(c): neither confirmed nor denied).
 */
export function WhatToSay({
  name,
  language,
  leaveMessage,
}: {
  name: string
  language: 'en' | 'es'
  leaveMessage: boolean
}) {
  const { name: own } = useSession()
  return (
    <div className="outreach-script">
      <p>{say('outreach.script.safe')}</p>
      <p>
        <strong>
          {language === 'es' ? (
            <span lang="es">{say('outreach.script.helloEs', { own, name })}</span>
          ) : (
            say('outreach.script.hello', { own, name })
          )}
        </strong>
      </p>
      <p>{say('outreach.script.other')}</p>
      <p>{leaveMessage ? say('outreach.script.machine') : say('contact.leaveNothing')}</p>
      <p>{say('outreach.script.asked', { name })}</p>
    </div>
  )
}
