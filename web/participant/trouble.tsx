import { problemOf } from '../ui/ask.ts'
import { say } from '../ui/words.ts'

/** Something went wrong: what, and what to do. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const problem = problemOf(error)
  return (
    <div className="panel trouble" role="alert">
      <p>{problem.status === 0 ? say('trouble.noAnswer') : say('trouble.sentence')}</p>
      <p className="small">{say('trouble.code', { code: `${problem.status} ${problem.code}` })}</p>
      {again && (
        <button className="button" type="button" onClick={again}>
          {say('trouble.again')}
        </button>
      )}
    </div>
  )
}
