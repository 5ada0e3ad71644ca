import type { HelpfulChange } from './relaxation.ts'
import { clockIn, dayIn, hoursIn, isOneDay, partOfDayIn, SPANISH } from './spoken-times.ts'

/** One change, as a wish of the person's own life or an offer of the center; then what it brings. */
export function spanishWords(change: HelpfulChange, minutes: number): string {
  const gain = gainWords(minutes)
  switch (change.type) {
    case 'busy':
      return `Si usted estuviera libre el ${spanishSpan(change)}, ${gain}.`
    case 'telehealth':
      return `Si usted pudiera unirse por video, ${gain}.`
    case 'travel':
      return `Si su viaje durara ${change.minutes} minutos menos, ${gain}.`
    case 'dailyMax':
      return `Si su día pudiera durar ${change.minutes} minutos más, ${gain}.`
    case 'anyCounselor':
      return `Si otra persona del equipo pudiera verle, ${gain}.`
    case 'familyBlocks':
      return `Si su familia pudiera venir a más horas, ${gain}.`
    case 'seat':
      return `Su centro podría abrir un lugar el ${partOfDayIn(SPANISH, change.start)}. Así ${gain}.`
    case 'group':
      return `Su centro podría abrir un grupo el ${partOfDayIn(SPANISH, change.start)}. Así ${gain}.`
    case 'duty':
      return `Su centro podría buscar una hora el ${partOfDayIn(SPANISH, change.start)}. Así ${gain}.`
  }
}

/** Changes that help only together. */
export function spanishTogether(changes: readonly HelpfulChange[], minutes: number): string {
  const things = changes.map(asThing).join(' y ')
  // A time ends in a period of its own.
  return `Dos cambios juntos ayudarían: ${things}${things.endsWith('.') ? '' : '.'} Así ${gainWords(minutes)}.`
}

function spanishSpan(span: { readonly start: string; readonly end: string }): string {
  const end = clockIn(SPANISH, span.end)
  const last = isOneDay(span) ? `a ${end}` : `al ${dayIn(SPANISH, span.end)} a las ${end}`
  return `${dayIn(SPANISH, span.start)} de ${clockIn(SPANISH, span.start)} ${last}`
}

function gainWords(minutes: number): string {
  if (minutes < 60) return `cabrían ${minutes} minutos más`
  return minutes === 60 ? 'cabría 1 hora más' : `cabrían ${hoursIn(minutes)} horas más`
}

function asThing(change: HelpfulChange): string {
  switch (change.type) {
    case 'busy':
      return `tiempo libre el ${spanishSpan(change)}`
    case 'telehealth':
      return 'unirse por video'
    case 'travel':
      return `un viaje ${change.minutes} minutos más corto`
    case 'dailyMax':
      return `un día ${change.minutes} minutos más largo`
    case 'anyCounselor':
      return 'ver a otra persona del equipo'
    case 'familyBlocks':
      return 'más horas para su familia'
    case 'seat':
      return `un lugar el ${partOfDayIn(SPANISH, change.start)}`
    case 'group':
      return `un grupo el ${partOfDayIn(SPANISH, change.start)}`
    case 'duty':
      return `una hora en su centro el ${partOfDayIn(SPANISH, change.start)}`
  }
}
