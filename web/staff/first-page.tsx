import { Navigate } from '@tanstack/react-router'
import { firstScreenOf } from '../ui/first-screen.ts'
import { FiguresPage } from './figures-page.tsx'
import { EligibleDaysPage } from './payers/eligible-days-page.tsx'
import { QuietPage } from './quiet-page.tsx'
import { useSession } from './session.ts'
import { WeekPage } from './week/week-page.tsx'

/** Each role's first screen (experience.md 4). */
export function FirstPage() {
  switch (firstScreenOf(useSession().role)) {
    case 'week':
      return <WeekPage />
    case 'figures':
      return <FiguresPage />
    case 'accounts':
      return <Navigate to="/accounts" replace />
    case 'eligible-days':
      return <EligibleDaysPage />
    case 'quiet':
    case 'own':
      return <QuietPage />
  }
}
