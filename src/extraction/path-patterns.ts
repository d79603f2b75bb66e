import { join } from 'node:path/posix'
import { compileGlob } from './compile-glob.ts'
import { absolutePath } from './languages/text/repository-place.ts'

export interface MatchOptions {
  /** The directory that patterns are relative to. What lies outside matches only where a pattern leads there (`../shared/**`). */
  base?: string
  /** Whether `*` matches names that start with a dot; true unless said otherwise. */
  dot?: boolean
  /** Whether `[!a]` is any character but `a`, as in shells and minimatch; in picomatch it is `!` or `a`. */
  posix?: boolean
}

/** Classes as they are written, and what is escaped outside of them. */
const CLASS_OR_ESCAPED = /\\.|\[(!?)(\]?(?:\\.|[^\]\\])*\])/g

const withPlainNegation = (pattern: string): string =>
  pattern.replaceAll(CLASS_OR_ESCAPED, (whole, mark: string | undefined, rest: string | undefined) =>
    mark === '!' && rest !== undefined ? `[^${rest}` : whole,
  )

/** Whether a repository path matches any of these globs. A leading `./`, or the place of the repository, of a pattern is left out. */
export const matchesAny = (
  patterns: readonly string[],
  { base = '', dot = true, posix = false }: MatchOptions,
): ((path: string) => boolean) => {
  const prefix = base === '' ? '' : `${base}/`
  const inside: string[] = []
  const outside: string[] = []
  for (const written of patterns) {
    const pattern = posix ? withPlainNegation(written) : written
    const relative = pattern.replace(/^(?:\.\/)+/, '')
    if (pattern.startsWith(ROOT + prefix)) inside.push(pattern.slice(ROOT.length + prefix.length))
    else if (pattern.startsWith(ROOT)) outside.push(pattern.slice(ROOT.length))
    else if (relative.startsWith('../')) outside.push(join(base, relative))
    else inside.push(relative)
  }
  const compiledInside = inside.map((pattern) => compileGlob(pattern, { dot }))
  const compiledOutside = outside.map((pattern) => compileGlob(pattern, { dot }))
  return (path) => {
    const below = path.startsWith(prefix) ? path.slice(prefix.length) : null
    return (below !== null && compiledInside.some((matches) => matches(below))) || compiledOutside.some((matches) => matches(path))
  }
}

const ROOT = `${absolutePath('')}/`
