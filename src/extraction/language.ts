/** What linking needs to know of a programming language. One object a language, in its folder. */
import type { ModuleInstance } from './evaluation/module-instance.ts'
import type { Semantics } from './evaluation/semantics.ts'
import type { Value } from './evaluation/value.ts'
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
}

export interface LanguageSupport {
  /** By the path's ending; null where it is none of this language's. */
  languageOf(path: string): Language | null
  readonly semantics: Semantics
  /** Where an import of a repository's file leads; undefined for packages and files that aren't there. */
  resolve(source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value
  /** Whether an import leads to the same file from all files of a directory, so that it need be looked for only once. */
  readonly resolvesByDirectory?: boolean
  /** A name that a file uses and doesn't declare: Go's other files of the package. */
  global?(name: string, from: ModuleInstance, lookup: ModuleLookup): Value
}
