import type { ProgressNote } from '../../../src/note/progress-note.ts'
import { say } from '../../ui/words.ts'

export function kindWords(kind: ProgressNote['kind']): string {
  switch (kind) {
    case 'group':
      return say('noteKind.group')
    case 'individual':
      return say('noteKind.individual')
    case 'family':
      return say('noteKind.family')
    case 'medical':
      return say('noteKind.medical')
    case 'case-management':
      return say('noteKind.caseManagement')
  }
}

const PARTS: Readonly<Record<string, () => string>> = {
  data: () => say('notePart.data'),
  assessment: () => say('notePart.assessment'),
  plan: () => say('notePart.plan'),
  behavior: () => say('notePart.behavior'),
  intervention: () => say('notePart.intervention'),
  response: () => say('notePart.response'),
  subjective: () => say('notePart.subjective'),
  objective: () => say('notePart.objective'),
}

export function partWords(part: string): string {
  return PARTS[part]?.() ?? part
}

export function stateWords(state: ProgressNote['state']): string {
  switch (state) {
    case 'draft':
      return say('noteState.draft')
    case 'locked':
      return say('noteState.locked')
    case 'waits-for-co-signature':
      return say('noteState.waits')
    case 'sent-back':
      return say('noteState.sentBack')
  }
}
