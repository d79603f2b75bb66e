import picomatch from 'picomatch'

export interface MatchOptions {
  /** The directory that patterns are relative to; what lies outside never matches. */
  base?: string
  /** Whether `*` matches names that start with a dot; true unless said otherwise. */
  dot?: boolean
}

/** Whether a repository path matches any of these globs. A leading `./` or `/repository/` of a pattern is left out. */
export const matchesAny = (patterns: readonly string[], { base = '', dot = true }: MatchOptions): ((path: string) => boolean) => {
  const prefix = base === '' ? '' : `${base}/`
  const normal = patterns.map((pattern) => normalize(pattern, prefix))
  if (normal.length === 0) return () => false
  const matches = picomatch(normal, { dot })
  return (path) => (path.startsWith(prefix) ? matches(path.slice(prefix.length)) : false)
}

const ROOT = '/repository/'

const normalize = (pattern: string, prefix: string): string => {
  if (pattern.startsWith(ROOT + prefix)) return pattern.slice(ROOT.length + prefix.length)
  return pattern.replace(/^(?:\.\/)+/, '')
}
