import { say } from '../ui/words.ts'

/** On every page of a demo center, so made-up people are never taken for real ones. */
export function DemoRibbon() {
  return (
    <div className="demo-ribbon no-print" role="note">
      <strong>{say('demo.word')}</strong> {say('demo.sentence')}
    </div>
  )
}
