import type { FileFacts } from '../facts/program.ts'
import { MODULE_STEPS } from './allowances.ts'
import type { Evaluator } from './evaluator.ts'
import type { ModuleMocks } from './module-mocks.ts'
import { Scope } from './scope.ts'
import type { ClassValue, ClosureValue, Value } from './value.ts'

/** A file's program with the state of its evaluation. Its facts are asked for when something of it is needed. */
export class ModuleInstance {
  readonly path: string
  readonly scope: Scope
  /** Exported names, or how to find them. */
  readonly exports = new Map<string, () => Value>()
  /** Sources of `export *` and `from m import *`, asked when a name isn't here. */
  readonly wildcards: string[] = []
  /** How uncertain the evaluation was at such an import, where it was: `if …: from m import *`. */
  readonly wildcardBirths = new Map<string, number>()
  /** Such imports in a `try` that catches: they may fail. */
  readonly caughtWildcards = new Set<string>()
  /** What was put under a name that isn't known, by how that is written: `globals()[…]`. The first for each; null where it isn't known either. */
  readonly unnamed = new Map<string, ClosureValue | ClassValue | null>()
  /** Where its imports lead, as far as that was asked for and is the same each time. */
  destinations: Map<string, ModuleInstance | Value> | undefined
  facts: FileFacts | null = null
  state: 'new' | 'missing' | 'loaded' = 'new'
  /** What is left for its top level. */
  steps = MODULE_STEPS
  /** Whether its top level was run while files weren't read that it needs. */
  isStale = false
  /** Of what belongs to one test file alone. */
  mocks: ModuleMocks | null = null
  /** The file that the program starts with, rather than one that it imports. */
  readonly isEntry: boolean

  constructor(path: string, isEntry = false) {
    this.path = path
    this.isEntry = isEntry
    this.scope = new Scope(null, this, true)
  }
}

/** Where names lead that a file doesn't define itself: the boundary between evaluating and linking. */
export interface Resolver {
  /**
   * A host value for a framework's or library's module, a module of the repository, or undefined where nothing is
   * known (a package, a file that doesn't exist). `ifCandidate`: only when the file is a candidate for tests anyway.
   */
  resolve(source: string, from: ModuleInstance, options?: { ifCandidate?: boolean }): ModuleInstance | Value
  /** The facts of a module; null where they can't be had (or not yet: linking asks for them and comes back). */
  facts(module: ModuleInstance): FileFacts | null
  /** Names that the file itself doesn't declare: what a framework puts in the global scope, other files of a Go package. */
  global(name: string, from: ModuleInstance): Value
  /** What a module of which nothing is known gives under a name, where the name says it. */
  outside?(source: string, name: string, evaluator: Evaluator): Value
}
