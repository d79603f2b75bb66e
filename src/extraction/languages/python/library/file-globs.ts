/** Files of the repository by Python's globs. */
import { type FileSystem, isDirectory, namesIn } from '../../text/directories.ts'

/** A character class of a glob as one of a regular expression. */
const classOf = (inside: string): string => `[${inside.replace(/^!/, '^').replaceAll('\\', '\\\\')}]`

export const matcherOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/\[(!?\]?[^\]]+)\]|[*?]|[\\^$.+(){}|[\]]/g, (found, inside?: string) =>
      inside === undefined ? (found === '*' ? '.*' : found === '?' ? '.' : `\\${found}`) : classOf(inside),
    )}$`,
    's',
  )

const DEPTH_LIMIT = 50

/** All below a directory, itself first. */
const directoriesBelow = (directory: string, files: FileSystem, depth = 0): string[] =>
  depth > DEPTH_LIMIT
    ? []
    : [
        directory,
        ...namesIn(directory, files).flatMap((name) => {
          const path = directory === '' ? name : `${directory}/${name}`
          return isDirectory(path, files) ? directoriesBelow(path, files, depth + 1) : []
        }),
      ]

/** The paths below a directory that a glob finds, sorted. `hidden`: whether `*` finds names that begin with a dot. */
export const globFrom = (directory: string, pattern: string, files: FileSystem, hidden: boolean): string[] => {
  let found = [directory]
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  for (const [at, part] of parts.entries()) {
    files.evaluator.step()
    if (part === '**' && at < parts.length - 1) {
      found = [...new Set(found.flatMap((one) => directoriesBelow(one, files)))]
      continue
    }
    const matches = matcherOf(part === '**' ? '*' : part)
    const places = part === '**' ? [...new Set(found.flatMap((one) => directoriesBelow(one, files)))] : found
    found = places.flatMap((one) =>
      namesIn(one, files)
        .filter((name) => matches.test(name) && (hidden || !name.startsWith('.') || part.startsWith('.')))
        .map((name) => (one === '' ? name : `${one}/${name}`)),
    )
  }
  return parts.length === 0 ? [] : found.toSorted()
}
