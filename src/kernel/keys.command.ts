import { rotateKek } from './key-files.ts'
import { holdFolder } from './postgres/folder-lock.ts'

/**
 * The command `evenkeel keys rotate`: a new key-encryption key; no record is rewritten. The server must be stopped, since it
 * keeps the year keys it has opened. Refusals: `folder-in-use`, and those of `rotateKek`.
 */
export function keysCommand(
  args: string[],
  around: { dataFolder: string; kekFile: string; log: (line: string) => void },
): number {
  if (args.length !== 1 || args[0] !== 'rotate') {
    process.stderr.write('evenkeel keys rotate\n')
    return 2
  }
  const hold = holdFolder(around.dataFolder)
  try {
    const { years } = rotateKek(around.kekFile)
    around.log(
      `${around.kekFile} is new and opens ${years} year ${years === 1 ? 'key' : 'keys'}. Older copies of both files open nothing any more: keep new ones and destroy the old.`,
    )
    return 0
  } finally {
    hold.release()
  }
}
