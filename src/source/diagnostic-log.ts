import type { Diagnostic } from '../inventory/inventory.ts'

/**
 * What a source leaves out and why. `incomplete` ones are faults (the inventory misses what the file may hold);
 * the others are by rule, and told so that nobody wonders.
 */
export const SOURCE_DIAGNOSTICS = {
  'symlinks-not-followed': { incomplete: false },
  'submodules-not-followed': { incomplete: false },
  'special-files-not-read': { incomplete: false },
  'lfs-pointer': { incomplete: false },
  'path-too-long': { incomplete: true },
  'file-too-large': { incomplete: true },
  'unreadable-file': { incomplete: true },
  'unreadable-directory': { incomplete: true },
  'missing-object': { incomplete: true },
  'corrupt-object': { incomplete: true },
} as const satisfies Record<string, { incomplete: boolean }>

export type SourceDiagnosticCode = keyof typeof SOURCE_DIAGNOSTICS

/** No more than so many of one code are told one by one: a tree of a million links must not make a million lines. */
const NAMED_ONE_BY_ONE = 200

export interface DiagnosticLog {
  readonly diagnostics: readonly Diagnostic[]
  /** One fault of one file. */
  add(code: SourceDiagnosticCode, path: string, message: string): void
  /** One line for all of a kind: how many, and which is the first. */
  count(code: SourceDiagnosticCode, paths: readonly string[], what: string): void
}

export const createDiagnosticLog = (): DiagnosticLog => {
  const diagnostics: Diagnostic[] = []
  const told = new Map<SourceDiagnosticCode, { count: number; overflow?: Diagnostic }>()
  return {
    diagnostics,
    add(code, path, message) {
      const entry = told.get(code) ?? { count: 0 }
      told.set(code, entry)
      entry.count += 1
      if (entry.count <= NAMED_ONE_BY_ONE) {
        diagnostics.push({ path, code, message })
        return
      }
      if (entry.overflow === undefined) {
        entry.overflow = { path, code, message: '' }
        diagnostics.push(entry.overflow)
      }
      entry.overflow.message = `and ${entry.count - NAMED_ONE_BY_ONE} more, this one the first: ${message}`
    },
    count(code, paths, what) {
      const [first] = paths
      if (first === undefined) return
      diagnostics.push({ path: first, code, message: paths.length === 1 ? what : `${what} (${paths.length} of them, this one the first)` })
    },
  }
}
