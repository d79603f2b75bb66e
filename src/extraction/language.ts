/** What linking needs to know of a programming language. One object a language, in its folder. */
import type { Evaluator } from './evaluation/evaluator.ts'
import type { ModuleInstance } from './evaluation/module-instance.ts'
import type { Semantics } from './evaluation/semantics.ts'
import type { HostValue, Value } from './evaluation/value.ts'
import type { Language } from './facts/program.ts'
import type { Project } from './project.ts'

/** What a name or import is looked up with. All that is asked here is recorded: the file depends on the answers. */
export interface ModuleLookup {
  readonly project: Project
  /** It is configuration that is read: what configuration says of imports isn't known yet. */
  readonly isConfiguration?: boolean
  has(path: string): boolean
  /** Names of the files right in a directory (`''` is the top), sorted. */
  list(directory: string): readonly string[]
  /** The module of a file that exists; one and the same each time it is asked for. */
  module(path: string): ModuleInstance
  /** What a framework or the language's own library provides under a module name. */
  host(source: string): Value | undefined
  /** Where the package leads that is imported under this name, worked out once for all who import it. */
  once(name: string, find: (lookup: ModuleLookup) => string | null): string | null
}

/** Where imports lead, as far as that says what tests are about. */
export interface ImportSupport {
  /**
   * Files of the repository by path and packages by name. Nothing for what says nothing of a subject: the language's own
   * library, test frameworks, and what tests assert and mock with. The answer is the same for all files of a directory.
   */
  leadsTo(imported: string, directory: string, lookup: ModuleLookup): string[]
}

export interface LanguageSupport {
  readonly name: 'go' | 'javascript' | 'python'
  readonly imports: ImportSupport
  /** By the path's ending; null where it is none of this language's. */
  languageOf(path: string): Language | null
  readonly semantics: Semantics
  /** Where an import of a repository's file leads; undefined for packages and files that aren't there. */
  resolve(source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value
  /** What a module that `resolve` knows nothing of gives under a name to files that a framework with this module of its own runs. */
  outside?(source: string, name: string, module: HostValue, evaluator: Evaluator): Value
  /** Whether an import leads to the same file from all files of a directory, so that it need be looked for only once. */
  readonly resolvesByDirectory?: boolean
  /** How a module is imported that lies in the one that `source` leads to: for `from source import name`. */
  submoduleName?(source: string, name: string): string
  /** Whether the value of each name in a test file is looked at, whatever its tests do with it. */
  readonly looksAtAllNames?: boolean
  /** A name that a file uses and doesn't declare: Go's other files of the package. */
  global?(name: string, from: ModuleInstance, lookup: ModuleLookup): Value
}
