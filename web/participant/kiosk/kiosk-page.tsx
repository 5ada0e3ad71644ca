import { useLingui } from '@lingui/react'
import { useEffect } from 'react'
import { doorApi } from '../../ui/door-api.ts'
import { languageOnScreen, say } from '../../ui/words.ts'
import { chooseLanguage } from '../language.ts'
import { Trouble } from '../trouble.tsx'
import { useAnswer } from '../use-answer.ts'
import { ArriveForm } from './arrive-form.tsx'
import { OpenForm } from './open-form.tsx'
import './kiosk.css'

/** The tablet at the door. It knows nobody: no name, no list, nothing of the person before. */
export function KioskPage() {
  const { i18n } = useLingui()
  const [answer, again] = useAnswer(doorApi.kiosk)
  const other = languageOnScreen() === 'es' ? 'en' : 'es'
  useEffect(() => {
    document.title = say('kiosk.pageTitle')
  }, [i18n.locale])
  return (
    <>
      <header className="head">
        <button className="button" type="button" lang={other} onClick={() => chooseLanguage(other)}>
          {other === 'es' ? 'Español' : 'English'}
        </button>
      </header>
      <main className="page kiosk">
        {answer.error !== undefined && <Trouble error={answer.error} again={again} />}
        {answer.value === undefined && answer.error === undefined && <p role="status">{say('own.loading')}</p>}
        {answer.value?.open === true && <ArriveForm closed={again} />}
        {answer.value?.open === false && <OpenForm opened={again} />}
      </main>
    </>
  )
}
