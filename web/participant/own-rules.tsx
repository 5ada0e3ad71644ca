import { useLingui } from '@lingui/react'
import { outreachApi } from '../ui/outreach-api.ts'
import { say } from '../ui/words.ts'
import { useAnswer } from './use-answer.ts'

/** What happens when somebody is late or does not come: the center's rule, in the reader's language. */
export function OwnRules() {
  const { i18n } = useLingui()
  const [asked] = useAnswer(outreachApi.rules)
  if (!asked.value) return null
  const rule = asked.value.inForce
  const words = i18n.locale === 'es' ? rule.wordsEs : rule.words
  return (
    <section className="panel" aria-labelledby="rules">
      <h2 id="rules">{say('rules.title')}</h2>
      <p>{say('rules.same')}</p>
      <ul>
        <li>{say('rules.late', { minutes: rule.lateAfterMinutes })}</li>
        <li>{say('rules.missing', { minutes: rule.missingAfterMinutes })}</li>
        <li>{say('rules.noShow', { minutes: rule.noShowAfterMinutes })}</li>
      </ul>
      {words !== '' && <p>{words}</p>}
    </section>
  )
}
