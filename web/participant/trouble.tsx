import { problemOf } from '../ui/ask.ts'
import { say } from '../ui/words.ts'

/** Refusals one can do something about, by their code. All others share one sentence. */
const SENTENCES: Readonly<Record<string, () => string>> = {
  'address-refused': () => say('trouble.addressRefused'),
  'code-refused': () => say('trouble.codeRefused'),
  'sign-in-refused': () => say('trouble.signInRefused'),
  'too-many': () => say('trouble.tooMany'),
}

/** Something went wrong: what, and what to do. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const problem = problemOf(error)
  return (
    <div className="panel trouble" role="alert">
      <p>{problem.status === 0 ? say('trouble.noAnswer') : (SENTENCES[problem.code] ?? anyTrouble)()}</p>
      <p className="small">{say('trouble.code', { code: `${problem.status} ${problem.code}` })}</p>
      {again && (
        <button className="button" type="button" onClick={again}>
          {say('trouble.again')}
        </button>
      )}
    </div>
  )
}

function anyTrouble(): string {
  return say('trouble.sentence')
}
