import type { SharedClass } from '../../../src/consent/consent.ts'
import { say } from '../../ui/words.ts'

/** A class of data in words; other classes are shared on paper forms with their own words. */
export function classWords(one: SharedClass): string {
  if (one === 'C1') return say('sharing.times')
  if (one === 'C2') return say('sharing.summaries')
  return say('sharing.otherPart')
}
