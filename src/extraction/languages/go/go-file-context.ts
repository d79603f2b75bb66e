import type { CallExpression, Expression } from '../../facts/program.ts'
import type { Changes } from './go-changes.ts'
import type { TestTypes } from './go-test-names.ts'

/** What is known of the functions of the file while they are sliced. */
export interface FileContext {
  /** Functions that may declare tests when they are given one. */
  active: Set<string>
  /** Methods among them. */
  activeMethods: Set<string>
  /** What the file's own types have: methods, and fields that may hold functions. */
  members: Set<string>
  /** Functions that call functions which they are given, and declare none otherwise; with the places of those that are given a test. */
  calling: Map<string, readonly number[]>
  /** Functions of the file of which neither is known (yet). */
  inert: Set<string>
  /** All functions of the file. */
  names: Set<string>
  /** What the packages that it imports are called. */
  imports: ReadonlySet<string>
  /** What calling functions of the file changes, by name. */
  changes: Map<string, Changes>
  /** What the file's own types tell of tests, and other files, where they are there. */
  testTypes?: TestTypes
  linked?: LinkedCalls
}

/** Of a file of which nothing is known yet but what it imports. */
export const emptyContext = (imports: ReadonlySet<string>): FileContext => ({
  active: new Set(),
  activeMethods: new Set(),
  members: new Set(),
  calling: new Map(),
  inert: new Set(),
  changes: new Map(),
  names: new Set(),
  imports,
})

/** What is known of calls when a body is sliced again at linking. */
export interface LinkedCalls {
  /**
   * What a call does with a test that it is given: nothing; what a package `outside` of the repository does; call functions
   * that are given (as `calling` has them); null where it may be anything.
   */
  effectOf(call: CallExpression): 'nothing' | 'outside' | readonly number[] | null
  /** Whether a call may declare tests by what it is given that was made of one outside of the repository. */
  declaresByWrapped(call: CallExpression): boolean
  /** Whether a method that is called on a parameter may declare tests. */
  declaresByMethod(call: CallExpression): boolean
  /** Whether a name is that of a function that does nothing with a test that it is given. */
  isInertFunction(name: Expression): boolean
  /** Whether a function or method of the file that is called so changes what it is called on or given. */
  changesGiven(name: string): boolean
}
