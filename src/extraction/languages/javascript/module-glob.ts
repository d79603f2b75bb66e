/** Vite's `import.meta.glob`: the files that patterns name, each with its module or what loads it. https://vite.dev/guide/features#glob-import */
import { dirname, join, relative } from 'node:path/posix'
import picomatch from 'picomatch'
import { compileGlob, type MatchesPath } from '../../compile-glob.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type HostValue, type Invocation, object, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'

/** What a module's own `import.meta.glob` is resolved as: where its patterns lead depends on where it stands. */
export const MODULE_GLOB = 'import.meta.glob'

/** One more may be given, so that it shows. */
export const MAXIMUM_FILES = 5_000

/** Whether a path fits one of some patterns and none of those that leave out: a step for each that is tried. */
export const fitsOf = (taken: readonly string[], left: readonly string[], evaluator: Evaluator): MatchesPath => {
  const compiled = (patterns: readonly string[]): MatchesPath[] =>
    patterns.map((pattern) => {
      const matches = compileGlob(pattern, { dot: false })
      return (path) => {
        evaluator.step()
        return matches(path)
      }
    })
  const [takes, leaves] = [compiled(taken), compiled(left)]
  return (path) => takes.some((matches) => matches(path)) && !leaves.some((matches) => matches(path))
}

interface Visit {
  fits: MatchesPath
  lookup: ModuleLookup
  evaluator: Evaluator
  /** Is told of each folder. */
  passed?: (folder: string) => void
}

/** All files below a directory whose paths fit, as the repository has them: a step for each name on the way. */
export const filesBelow = (directory: string, { fits, lookup, evaluator, passed }: Visit): string[] => {
  const found: string[] = []
  const visit = (folder: string): void => {
    passed?.(folder)
    for (const name of lookup.list(folder)) {
      evaluator.step()
      if (name === 'node_modules' || name.startsWith('.') || found.length > MAXIMUM_FILES) continue
      const path = join(folder, name)
      if (lookup.list(path).length > 0) visit(path)
      else if (fits(path)) found.push(path)
    }
  }
  visit(directory)
  return found
}

/** Where a pattern's fixed part leads; null outside of the repository. */
export const baseOf = (pattern: string): string | null => {
  const { base, isGlob } = picomatch.scan(pattern)
  const directory = isGlob ? base : dirname(base)
  return directory.startsWith('..') ? null : directory === '.' ? '' : directory
}

const optionsOf = (options: Value): { eager: Value; named: Value; isPlain: boolean } | null => {
  if (options === undefined) return { eager: false, named: undefined, isPlain: true }
  if (typeof options !== 'object' || options?.kind !== 'object' || options.open) return null
  const { entries } = options
  if (entries.has('base') || entries.has('exhaustive')) return null
  return { eager: entries.get('eager') ?? false, named: entries.get('import'), isPlain: !entries.has('query') && !entries.has('as') }
}

export const textsOf = (value: Value): string[] | null => {
  const items = typeof value === 'object' && value?.kind === 'list' && !value.open ? value.items : [value]
  const texts = items.filter((item) => typeof item === 'string')
  return texts.length === items.length ? texts : null
}

/** The patterns as paths of the repository, of which those that start with `!` leave out; null where they aren't relative. */
const patternsOf = (written: Value, directory: string): { taken: string[]; left: string[] } | null => {
  const patterns = textsOf(written)
  const isRelative = (pattern: string): boolean => /^!?\.\.?\//.test(pattern)
  if (!patterns || patterns.length === 0 || !patterns.every(isRelative)) return null
  const inRepository = (pattern: string): string => join(directory, pattern)
  return {
    taken: patterns.filter((pattern) => !pattern.startsWith('!')).map(inRepository),
    left: patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => inRepository(pattern.slice(1))),
  }
}

export const moduleGlob = (from: ModuleInstance, lookup: ModuleLookup, isModule: (path: string) => boolean): HostValue => {
  const directory = dirname(from.path)
  const keyOf = (path: string): string => {
    const key = relative(directory, path)
    return key.startsWith('.') ? key : `./${key}`
  }
  const call = ({ arguments: [written, given], evaluator }: Invocation): Value => {
    const patterns = patternsOf(written, directory)
    const options = optionsOf(given)
    if (!patterns || !options) return unknown(`${MODULE_GLOB}()`)
    const fits = fitsOf(patterns.taken, patterns.left, evaluator)
    const bases = patterns.taken.map(baseOf)
    const found = new Set(bases.flatMap((base) => (base === null ? [] : filesBelow(base, { fits, lookup, evaluator }))))
    found.delete(from.path)
    // What the repository doesn't hold may be made before the tests run.
    if (found.size === 0 || bases.includes(null)) return unknown(`${MODULE_GLOB}()`)
    const { named, eager, isPlain } = options
    const contentOf = (path: string): Value => {
      if (!isPlain || !isModule(path)) return UNKNOWN
      const whole: Value = { kind: 'module', module: lookup.module(path) }
      if (named === undefined || named === '*') return whole
      if (typeof named !== 'string') return UNKNOWN
      return readMember(evaluator, whole, named)
    }
    const entries = [...found]
      .toSorted()
      .map((path): [Value, Value] => [
        keyOf(path),
        eager === true ? contentOf(path) : host(`${MODULE_GLOB}()`, { call: () => contentOf(path) }),
      ])
    return object(entries, { birth: evaluator.uncertainty })
  }
  return host(MODULE_GLOB, { call })
}
