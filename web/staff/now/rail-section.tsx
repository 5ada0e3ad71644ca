import { Paper } from '@mantine/core'
import { Children, type ReactNode, useId } from 'react'
import { say } from '../../ui/words.ts'
import './now.css'

/** As many lines of a section as one takes in at a glance; the others unfold. */
const LINES = 5

interface RailSectionProps {
  title: string
  /** How many wait; nothing is drawn before it is known, "All clear" at zero. */
  count: number
  children?: ReactNode
  /** How many lines stand open. */
  lines?: number
  /** Where all of them stand. */
  more?: ReactNode
}

/** One thing that needs somebody: how much of it, what, whose, and where to go. */
export function RailSection({ title, count, children, lines = LINES, more }: RailSectionProps) {
  const id = useId()
  const all = Children.toArray(children)
  const rest = all.slice(lines)
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby={id}>
      <h2 id={id} className="now-title">
        {title} {count > 0 && <span className="now-count">{count}</span>}
      </h2>
      {count === 0 ? (
        <p className="quiet-text">{say('now.allClear')}</p>
      ) : (
        <ul className="now-list">{all.slice(0, lines)}</ul>
      )}
      {count > 0 && rest.length > 0 && (
        <details className="now-rest">
          <summary>{say('now.rest', { count: rest.length })}</summary>
          <ul className="now-list">{rest}</ul>
        </details>
      )}
      {count > 0 && more}
    </Paper>
  )
}
