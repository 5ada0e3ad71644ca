import { Paper } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { say } from '../../ui/words.ts'
import './now.css'

/** As many lines of a section as one takes in at a glance; the section's page has all. */
export const RAIL_LINES = 5

interface RailSectionProps {
  title: string
  /** How many wait; nothing is drawn before it is known, "All clear" at zero. */
  count: number
  children?: ReactNode
  /** Where all of them stand. */
  more?: ReactNode
}

/** One thing that needs somebody: how much of it, what, whose, and where to go. */
export function RailSection({ title, count, children, more }: RailSectionProps) {
  const id = useId()
  return (
    <Paper withBorder p="sm" component="section" aria-labelledby={id}>
      <h2 id={id} className="now-title">
        {title} {count > 0 && <span className="now-count">{count}</span>}
      </h2>
      {count === 0 ? <p className="quiet-text">{say('now.allClear')}</p> : <ul className="now-list">{children}</ul>}
      {count > 0 && more}
    </Paper>
  )
}
