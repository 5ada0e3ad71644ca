import { useState } from 'react'
import type { SharedClass } from '../../../src/consent/consent.ts'
import type { SharedWeek as Week } from '../../../src/consent/sharing.ts'
import { sharingApi } from '../../ui/sharing-api.ts'
import { say } from '../../ui/words.ts'
import { SharedWeek } from '../shared-week.tsx'
import { Trouble } from '../trouble.tsx'

/** "See what your sister sees": the server draws it with the very projection she would get. */
export function Preview(props: {
  personId: string
  week: string
  name: string
  classes: readonly SharedClass[]
  grantee?: string | undefined
}) {
  const [shown, setShown] = useState<Week | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const look = () => {
    setFailed(null)
    sharingApi.preview(props.personId, props).then(setShown, setFailed)
  }
  return (
    <>
      <button
        className="button"
        type="button"
        aria-expanded={shown !== null}
        onClick={shown ? () => setShown(null) : look}
      >
        {shown ? say('preview.close') : say('preview.open', { name: props.name })}
      </button>
      {shown && (
        <div className="preview" role="group" aria-label={say('preview.title', { name: props.name })}>
          <p className="small">{say('preview.title', { name: props.name })}</p>
          <SharedWeek week={shown} />
        </div>
      )}
      {failed !== null && <Trouble error={failed} />}
    </>
  )
}
