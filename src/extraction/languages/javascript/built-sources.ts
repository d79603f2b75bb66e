/**
 * The sources of what a run is told of that a build makes first: `mocha dist/test/*.test.js` runs what `tsc` made of
 * `test/*.test.ts`. The compiler's `outDir` and `rootDir` say where they are, else a folder's name that is nowhere.
 */
import { dirname, join, normalize, relative } from 'node:path/posix'
import { parseJson } from '../../parse-json.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'
import { isTypeScriptConfiguration } from './tsconfig-paths.ts'

export interface Output {
  /** Where the compiler writes. */
  to: string
  /** Where what it writes may have come from, best first. */
  from: string[]
}

interface CompilerOptions {
  outDir: string | null
  rootDir: string | null
}

/** Both as paths from the top of the repository. `seen` are the configurations that were read on the way: each is read once. */
const compilerOptions = (path: string, project: Project, seen = new Set<string>()): CompilerOptions => {
  const content: unknown = seen.has(path) ? null : parseJson(project.text(path) ?? 'null')
  seen.add(path)
  const { extends: parents, compilerOptions: given } = (typeof content === 'object' && content !== null ? content : {}) as {
    extends?: unknown
    compilerOptions?: { outDir?: unknown; rootDir?: unknown } | null
  }
  const directory = dirname(path)
  const own = (written: unknown): string | null =>
    typeof written === 'string' ? normalize(join(directory, written)).replace(/\/$/, '') : null
  const inherited = [parents]
    .flat()
    .filter((parent) => typeof parent === 'string' && parent.startsWith('.'))
    .map((parent) => normalize(join(directory, String(parent))))
    .map((parent) => compilerOptions(project.has(parent) ? parent : `${parent}.json`, project, seen))
  const first = (name: keyof CompilerOptions): string | null => inherited.map((one) => one[name]).findLast((one) => one !== null) ?? null
  return { outDir: own(given?.outDir) ?? first('outDir'), rootDir: own(given?.rootDir) ?? first('rootDir') }
}

/** What the compiler's configurations of a package write, those in folders of their own (`test/tsconfig.json`) included. */
const outputsOf = (directory: string, project: Project): Output[] =>
  project.paths
    .filter((path) => isTypeScriptConfiguration(path) && isRightIn(directory, path))
    .flatMap((path): Output[] => {
      const { outDir, rootDir } = compilerOptions(path, project)
      if (outDir === null) return []
      const place = dirname(path)
      return [{ to: outDir, from: rootDir === null ? [place, join(place, 'src')] : [rootDir] }]
    })

const isRightIn = (directory: string, path: string): boolean => {
  const from = relative(directory, path)
  return !from.startsWith('..') && from.split('/').length <= 2
}

/** Folders that a pattern starts with, before its first wildcard. */
const literalFolders = (pattern: string): string[] => {
  const parts = pattern.split('/').slice(0, -1)
  const end = parts.findIndex((part) => /[*?{}[\]()!]/.test(part))
  return end < 0 ? parts : parts.slice(0, end)
}

const OUTPUT = /(?:^|[._-])(?:bin|build|builds|built|cjs|compiled|dist|esm?|generated|js|lib|out|output|target|te?mp|transpiled)(?:[._-]|$)/

/** Builds are known by the folder that the repository doesn't have and that is called as such folders are. */
const unknownOutputs = (pattern: string, directory: string, project: Project): Output[] =>
  literalFolders(pattern).flatMap((folder, index, parts): Output[] => {
    const to = join(directory, ...parts.slice(0, index + 1))
    return !OUTPUT.test(folder) || project.paths.some((path) => path.startsWith(`${to}/`))
      ? []
      : [{ to, from: [directory, join(directory, 'src')] }]
  })

/** What a compiled file's name may have been: `.js`, `.mjs`, `.*js` and `?(c|m)js` alike. */
const asSource = (pattern: string): string =>
  pattern
    .replace(/(?<![abd-ln-z])js$/, '[jt]s?(x)')
    .replace(/\{([^{}/]*)\}$/, (group, endings: string) =>
      /\bjs\b/.test(endings) && !/\bts\b/.test(endings) ? `{${endings},ts,tsx}` : group,
    )

/** Each folder of a pattern may be that of a build: of one that has more than people give it, none is looked for. */
const MOST_FOLDERS = 20
const LONGEST_PATTERN = 500

/**
 * What may be built in a folder of the repository that isn't there, best first: of a package, as its compilers are told, or as
 * the folder's name tells. Compilers leave `src` out of the path where all that they take is in it, and so it is tried first.
 */
export const outputsIn = (folder: string, directory: string, project: Project): Output[] => {
  const pattern = `${relative(directory, folder)}/`
  if (
    pattern.startsWith('..') ||
    literalFolders(pattern).length > MOST_FOLDERS ||
    project.paths.some((path) => path.startsWith(`${folder}/`))
  )
    return []
  return [...outputsOf(directory, project), ...unknownOutputs(pattern, directory, project)]
    .filter(({ to }) => to === folder || folder.startsWith(`${to}/`) || to.startsWith(`${folder}/`))
    .flatMap(({ to, from }) =>
      from.length > 1
        ? [
            { to, from: from.toReversed() },
            { to, from },
          ]
        : [{ to, from }],
    )
}

/** Where a build writes what it makes of a source; null of one that it doesn't take. */
export const builtPath = (path: string, { to, from }: Output): string | null => {
  if (/\.d\.[cm]?ts$/.test(path)) return null
  const root = from.find((one) => one === '.' || one === '' || path.startsWith(`${one}/`))
  if (root === undefined || (root !== to && path.startsWith(`${to}/`))) return null
  const inside = root === '.' || root === '' ? path : path.slice(root.length + 1)
  return join(to, inside.replace(/\.([cm]?)tsx?$/, '.$1js').replace(/\.jsx$/, '.js'))
}

/** The patterns, from the same directory, of the sources of what these patterns name; none where none are found. */
export const sourcePatterns = (patterns: readonly string[], directory: string, project: Project): string[] => {
  let configured: Output[] | undefined
  return patterns.flatMap((pattern) => {
    if (pattern.startsWith('!') || pattern.startsWith('..')) return []
    const folders = literalFolders(pattern)
    if (folders.length === 0 || folders.length > MOST_FOLDERS || pattern.length > LONGEST_PATTERN) return []
    const whole = join(directory, pattern)
    configured ??= outputsOf(directory, project)
    for (const { to, from } of [...configured, ...unknownOutputs(pattern, directory, project)]) {
      if (to === '.' || !whole.startsWith(`${to}/`)) continue
      for (const root of from) {
        const found = relative(directory, join(root, asSource(whole.slice(to.length + 1))))
        if (found.startsWith('..')) continue
        const matches = matchesAny([found], { base: directory, dot: false })
        if (project.paths.some((path) => matches(path) && !path.includes('node_modules/'))) return [found]
      }
    }
    return []
  })
}
