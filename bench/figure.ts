/** One measured number, and what it is held against in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 's' | 'ms' | 'MB' | '/s' | 'x' | '%' | 'cost' | 'people'
  readonly against?: Against
}

/** `peer`: somebody else doing the same work in the same run. `at most`, `at least`: a limit we set ourselves. */
export interface Against {
  readonly kind: 'peer' | 'at most' | 'at least'
  readonly name: string
  readonly value: number
}

/** The same work measured by somebody else a moment before or after. */
export function peer(name: string, value: number): Against {
  return { kind: 'peer', name, value }
}

export function atMost(value: number, name = 'limit'): Against {
  return { kind: 'at most', name, value }
}

export function atLeast(value: number, name = 'floor'): Against {
  return { kind: 'at least', name, value }
}

/** The measured value over what it is held against; undefined when it stands alone. */
export function ratioOf({ value, against }: Figure): number | undefined {
  return against === undefined ? undefined : value / against.value
}

/** Whether a limit is kept; undefined where there is none to keep. */
export function isKept({ value, against }: Figure): boolean | undefined {
  if (against === undefined || against.kind === 'peer') return undefined
  return against.kind === 'at most' ? value <= against.value : value >= against.value
}

/** The middle value: one disturbed round of several does not move it. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) throw new Error('There is no median of nothing.')
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Lines of a table: name, figure, limit or peer, ratio. */
export function tableOf(figures: readonly Figure[]): string[] {
  const rows = figures.map((figure) => [
    figure.name,
    shown(figure.value, figure.unit),
    against(figure),
    ratioOf(figure)?.toFixed(2) ?? '',
    isKept(figure) === false ? 'missed' : '',
  ])
  const lines = [['name', 'figure', 'limit or peer', 'ratio', ''], ...rows]
  const width = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0))
  const widths = [0, 1, 2, 3].map(width)
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function against({ against, unit }: Figure): string {
  if (against === undefined) return ''
  const sign = { peer: '', 'at most': '≤ ', 'at least': '≥ ' }[against.kind]
  return `${sign}${shown(against.value, unit)} (${against.name})`
}

function shown(value: number, unit: Figure['unit']): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2
  return unit === 'cost' ? value.toFixed(0) : `${value.toFixed(digits)} ${unit}`
}
