import { expect, it } from 'vitest'
import { chipName } from './chip-name.ts'

it.each([
  ['Coping', 12, 'Coping'],
  ['Relapse prevention', 12, 'Relapse pre.'],
  ['Relapse prevention', 14, 'Relapse preve.'],
  ['Anger and stress', 12, 'Anger'],
  ['Individual counseling', 6, 'Indiv.'],
  ['Early recovery skills', 18, 'Early recovery'],
])('shortens %s to %i letters', (name, room, short) => {
  expect(chipName(name, room)).toBe(short)
  expect(chipName(name, room).length).toBeLessThanOrEqual(room)
})
