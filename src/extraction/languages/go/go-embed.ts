/** Variables that hold files: `//go:embed cases.txt` above `var cases string`, `//go:embed testdata` above `var data embed.FS`. */
import type { Expression } from '../../facts/program.ts'

/** The function that gives an embedded text (see go-files.ts): no program has such a name. */
export const EMBED = '//go:embed'

/** The same that gives embedded folders. */
export const EMBED_FOLDERS = '//go:embed embed.FS'

/** What is above a declaration: comments, one by one. */
const COMMENTS = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** The patterns that comments above a variable name; `above`: all that stands between it and the code before. */
const patternsIn = (above: string): string[] =>
  [...above.matchAll(COMMENTS)].flatMap(([comment]) => {
    const patterns = /^\/\/go:embed[ \t]+(.*)$/.exec(comment)?.[1] ?? ''
    return [...patterns.matchAll(/"([^"\\]*)"|`([^`]*)`|(\S+)/g)].map(([, quoted, raw, plain]) => quoted ?? raw ?? plain ?? '')
  })

/** What gives a variable of this type what is embedded; undefined where nothing is, or not what its type takes. */
export const embedded = (above: string, type: Expression, line: number): Expression | undefined => {
  const patterns = above.includes(EMBED) ? patternsIn(above) : []
  const isFolders = type.kind === 'member' && type.property === 'FS'
  if (patterns.length === 0 || (patterns.length > 1 && !isFolders)) return undefined
  return {
    kind: 'call',
    callee: { kind: 'name', name: isFolders ? EMBED_FOLDERS : EMBED },
    arguments: patterns.map((value) => ({ kind: 'literal', value })),
    line,
    endLine: line,
  }
}
