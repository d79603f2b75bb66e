/** What differs between languages when their programs are evaluated. One object a language, in its folder. */
import type { Evaluator } from './evaluator.ts'
import type { Expression, Parameter } from '../facts/program.ts'
import type { ModuleInstance } from './module-instance.ts'
import type { Scope } from './scope.ts'
import type { ClassValue, ClosureValue, Invocation, MissingMember, ModuleValue, ObjectValue, Part, Value } from './value.ts'

export interface Iteration {
  items: Value[]
  /** As a list's. */
  open: boolean | readonly Part[]
  /** As a list. */
  isUnordered?: boolean
  /** Where it is open: what comes after these or doesn't come, and nothing else can. */
  possible?: readonly Value[]
  /** All of these and those that are put in while a loop comes to them, without what is taken out before. */
  toCome?: () => Iterable<Part>
}

export interface Semantics {
  /** Functions exist before the statements of their block run. */
  readonly hoistsFunctions: boolean
  /** Loops, branches and blocks have scopes of their own. */
  readonly blockScoped: boolean
  /** Top-level names don't depend on the order of statements (Go). */
  readonly unorderedTopLevel: boolean
  /** A method gets its receiver as first parameter (Python). */
  readonly explicitReceiver: boolean
  /** What holds the rest of a call's arguments; without it a list. */
  readonly restType?: 'tuple'
  /** What parameters hold that a call doesn't give is evaluated once, where the function is defined (Python). */
  readonly defaultsAtDefinition?: true
  /** What was taken of an iterator is gone from the list that stands for it (Python). */
  readonly iteratorsShrink?: true
  /** No test is declared by calls, so that what a function does when something unknown calls it is of no interest (Python). */
  readonly ignoresCallbacks?: true
  /** Functions say in their facts whether they change anything besides what they declare themselves (Go). */
  readonly tellsChanges?: true
  /**
   * Any program may use a word of tests for something of its own: what neither is a test file nor stands with tests is
   * entered for its value, on a small allowance. `alone`: and nothing else is, whatever its words.
   */
  readonly librariesByPlace?: 'too' | 'alone'
  /**
   * Steps for one call into files that declare no tests, and for all such calls of one file together, where these are
   * less than the usual: such files are programs under test far more often than what names tests. `recursion`: how often
   * a function there is entered in itself where it isn't known whether it would be.
   */
  readonly libraryAllowance?: { readonly call: number; readonly file: number; readonly recursion?: number }
  /** What is found to be known was worked out without raising (raising is how things are asked). */
  readonly knownMeansDone?: true
  /** Calls at the top level of an imported module that register something in another one are made (Python). */
  readonly setUpReachesOthers?: true
  /** Whether calling this generator function gives what it yields, as a list; without it that is unknown. */
  followsGenerator?(closure: ClosureValue): boolean
  /** Whether what it gives is a manager of blocks, which it runs around them. */
  makesManager?(closure: ClosureValue): boolean
  /** Whether there is no such module, where the repository has none: only older versions of the language had it. */
  cannotImport?(source: string): boolean
  /** Declares what every module of the language has without saying so (`module`, `exports`, `__name__`). */
  prepareModule?(module: ModuleInstance, evaluator: Evaluator): void
  /** A name asked of a module that it doesn't export by an export statement (CommonJS; Python's and Go's plain names). */
  moduleMember(module: ModuleInstance, name: string, evaluator: Evaluator): Value | MissingMember
  /** What calling or indexing the module itself means: CommonJS `module.exports`. */
  moduleValue?(module: ModuleInstance, evaluator: Evaluator): Value
  /** What a module exports as an object, which is copied by `{ ...module }`. */
  moduleContents?(value: ModuleValue, evaluator: Evaluator): Value
  /** An instance that its class has set up. */
  finishInstance?(instance: ObjectValue, type: ClassValue, invocation: Invocation): void
  /** A class whose body has run: what its bases make of its members (Python's enumerations and class methods). */
  finishClass?(type: ClassValue, evaluator: Evaluator): void
  /** Undefined: not decidable. */
  truthiness(value: Value): boolean | undefined
  /** For a condition whose truth isn't decided: which of two values to take all the same, since the other is rarely meant. */
  inclination?(value: Value): boolean | undefined
  /** Whether a value gives way to the right side of `??`. */
  isNullish(value: Value): boolean | undefined
  /** What a variable, a parameter, a field or an element holds that is given a value in place of a former one, where that is not the value itself (Go's structs). */
  stored?(value: Value, evaluator: Evaluator, former?: Value): Value
  /** What a parameter holds, and what a call gives, where their types make something of a value (Go's constants). */
  given?(value: Value, parameter: Parameter, closure: ClosureValue, evaluator: Evaluator): Value
  returned?(value: Value, closure: ClosureValue, evaluator: Evaluator): Value
  /** `&variable` */
  address?(value: Value, variable: Expression, scope: Scope, evaluator: Evaluator): Value
  /** Gives a member or an element another value; false where the usual way is right. */
  assignMember?(target: Value, property: Value, value: Value, evaluator: Evaluator): boolean
  /** Changes the value itself by `operator=`; false where that makes another one, and the usual way is right (Python's lists). */
  augment?(operator: string, value: Value, operand: Value, evaluator: Evaluator): boolean
  unary(operator: string, operand: Value, evaluator: Evaluator): Value
  binary(operator: string, left: Value, right: Value, evaluator: Evaluator): Value
  /** By what an object that is no map has an entry which is set by this value; the value itself is the key without it. */
  keyOf?(key: Value, evaluator: Evaluator): Value
  /** How a value reads inside a template; undefined where that can't be told. */
  format(value: Value, format: string | undefined, conversion: string | undefined, evaluator: Evaluator): string | undefined
  /** Properties and methods of the language's own values; a method is a host value with its receiver bound. */
  member(object: Value, property: string, evaluator: Evaluator): Value | MissingMember
  /** What a member of something that only running tells, named by its path, is taken to be all the same. */
  assumedMember?(path: string, property: string, evaluator: Evaluator): { value: Value | MissingMember } | undefined
  /** Whether what a filter may keep stays, under doubt; otherwise the list is open, and nothing is known of it. */
  readonly keepsUndecided?: boolean
  /** A member of an instance of a host class, by what the instance holds. */
  instanceMember?(object: ObjectValue, property: string, evaluator: Evaluator): Value | MissingMember
  /** All numbers are alike, however they are written (JavaScript). */
  readonly hasOneNumberType?: true
  index(object: Value, index: Value, evaluator: Evaluator): Value
  slice(object: Value, from: Value, to: Value, step: Value, evaluator: Evaluator): Value
  /** What a loop over it visits, in order; undefined where that isn't known. An entry is a two-item list. */
  iterate(value: Value, binds: 'values' | 'keys' | 'entries', evaluator: Evaluator): Iteration | undefined
  /** Names that exist without being declared. */
  global(name: string, evaluator: Evaluator): Value | MissingMember
  /** A call that the evaluator itself has no rule for: an instance of a class is made by default. */
  call?(callee: Value, invocation: Invocation): Value | MissingMember
}
