/** What a test framework is to the extraction: how it is recognised, what it provides, how its tests are collected. */
import type { DetectedBy, FileInventory } from '../inventory/inventory.ts'
import type { Evaluator } from './evaluation/evaluator.ts'
import type { ModuleInstance } from './evaluation/module-instance.ts'
import type { Value } from './evaluation/value.ts'
import type { FileFacts, Language } from './facts/program.ts'
import type { ModuleLookup } from './language.ts'
import type { Project } from './project.ts'

/** A run of the framework that the repository's configuration, scripts or dependencies ask for. */
export interface Scope {
  readonly framework: string
  /** Where the configuration applies: a directory, `''` for the top. The nearest scope that includes a file wins. */
  readonly directory: string
  /** Whether the run takes this file for a test file. */
  includes(path: string): boolean
  /** Whether it still does when it has looked into the file; for all without this, it does. */
  takes?(path: string, facts: FileFacts): boolean
  /** What the framework puts in its files' global scope; null where its names are to be imported. One object for all scopes that see the same. */
  readonly globals: ReadonlyMap<string, Value> | null
  /** Files that run before each test file and may put more names in its global scope. */
  readonly setup?: readonly string[]
  /** `config` where configuration says so, `name` where only the framework's defaults and naming rule do. */
  readonly detectedBy: Extract<DetectedBy, 'config' | 'name'>
  /**
   * Nothing in the repository says that the framework is used: its naming rule alone does. What lies among fixtures or
   * vendored files is not taken by such a scope.
   */
  readonly isGuess?: true
  /**
   * All that the scope is made from, as JSON: `openScope` makes it again, and a file whose scope's key changed is linked
   * anew.
   */
  readonly key: string
  /** The framework's own options, for its own use. */
  readonly options?: unknown
}

export interface CandidateFile {
  readonly path: string
  readonly language: Language
  readonly facts: FileFacts
  readonly module: ModuleInstance
  /** The scope of the framework that is asked, nearest first. */
  readonly scope: Scope
  readonly evaluator: Evaluator
  readonly lookup: ModuleLookup
  /** Tells of something that could not be decided or read: of the file, or of another one for all that it is told of. */
  report(code: string, message: string, path?: string): void
}

export interface Framework {
  readonly name: string
  readonly languages: readonly Language[]
  /** Whether all files of a run are loaded into one program: a test file that another one imports is loaded once. */
  readonly sharesModules?: boolean
  /** Whether a path may hold this framework's configuration; its text is then in the project. Cheap: asked of every file's name. */
  isConfiguration(name: string, path: string): boolean
  /**
   * The runs of this framework in the repository, by configuration, scripts, dependencies, or, where nothing says how
   * tests run, by the framework's naming rule (then over the top directory and `detectedBy: 'name'`).
   */
  scopes(project: Project): Scope[]
  /** The scope that has this key, for a project whose configuration is what it was when the scope was found. */
  openScope(key: string, project: Project): Scope
  /**
   * Paths at which files stand, if they are there, that linking one of the scope's files asks for before anything else,
   * besides `setup`. `list`: the names of what is right in a directory.
   */
  needs?(path: string, scope: Scope, list: (directory: string) => readonly string[]): readonly string[]
  /** What imports of the framework give, by module name as imported. */
  host?(source: string): Value | undefined
  /** The module whose functions packages hand on to files that the framework runs: what `host` has under this name. */
  readonly module?: string
  /** What a file that has run declares beyond its calls: Mocha's exports interface. */
  afterRun?(module: ModuleInstance, scope: Scope, evaluator: Evaluator): void
  /**
   * Lists the tests of one file. Null: no test of this framework. Frameworks whose tests are declared by calls
   * (all of JavaScript's) have none: their host values tell the collector (see declaration/).
   */
  collect?(file: CandidateFile): FileInventory | null
}
