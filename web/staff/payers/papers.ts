import type { RecordPaper } from '../../../src/hours/coverage.ts'
import { say } from '../../ui/words.ts'

export const PAPERS = ['plan', 'certification', 'authorization', 'partial-hospitalization'] as const

export function paperName(kind: RecordPaper['kind']): string {
  switch (kind) {
    case 'plan':
      return say('paper.plan')
    case 'certification':
      return say('paper.certification')
    case 'authorization':
      return say('paper.authorization')
    case 'partial-hospitalization':
      return say('paper.partialHospitalization')
  }
}
