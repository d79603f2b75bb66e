/**
 * What an expression can be found to be without running the program: a value that follows from the text, something a
 * framework provides, or unknown. JavaScript's own primitives stand for those of every language; where a language
 * tells more kinds apart (Python's floats, Go's runes), `TypedLiteral` carries the difference.
 */
import type { ArrayType, CallExpression, ClassFacts, Expression, FunctionFacts, Parameter, Spread } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import type { ModuleInstance } from './module-instance.ts'
import type { Scope } from './scope.ts'
import type { Iteration } from './semantics.ts'

export type Primitive = string | number | boolean | bigint | null | undefined

export type Value =
  | Primitive
  | TypedLiteral
  | RegexValue
  | ListValue
  | ObjectValue
  | ClosureValue
  | ClassValue
  | HostValue
  | ModuleValue
  | UnknownValue
  | EitherValue

export interface TypedLiteral {
  readonly kind: 'typed'
  readonly type: 'float' | 'bytes' | 'rune' | 'complex'
  readonly value: string | number
}

export interface RegexValue {
  readonly kind: 'regex'
  readonly text: string
  /** Where they stand beside the text: Python's. */
  readonly flags?: readonly ('i' | 'm' | 's' | 'x' | 'a' | 'u')[]
  /** As lists have it. */
  readonly birth?: number
  /** Where the next search begins, of one that remembers that; null where it isn't known. It counts for the file that is linked. */
  next?: { readonly file: number; readonly at: number | null }
}

/** `often`: any number of times. */
export type Doubt = 'once' | 'often'

/** An item that is surely there, or, under a doubt, may be. */
export interface Part {
  readonly item: Value
  readonly doubt?: Doubt
}

export interface ListValue {
  readonly kind: 'list'
  readonly type: ArrayType
  /** Those that surely stand where they are, from the first on. */
  items: Value[]
  /**
   * What may come behind these: nothing; anything; or, in order, no more than the parts that are told (see
   * doubtful-items.ts). So a list is known of less by `open = true`, and who knows of no parts takes it for open.
   */
  open: boolean | Part[]
  /** Python: all are there, but the text doesn't tell in what order, as of what is made of a set. */
  isUnordered?: boolean
  /** Items that were put in under a condition, whether they are among those above or not. */
  possible?: Value[]
  /** How uncertain the evaluation was where it was made; changes made under more uncertainty open it. */
  readonly birth: number
  /** A tagged template's strings as written, where that differs. */
  raw?: readonly string[]
  /** What a generator or another iterator gives: what the generator is called, nothing for others, and how many of these were taken (JavaScript). */
  generator?: string
  taken?: number
  /** Iterators and views of it (see followers.ts). */
  followers?: ListValue[]
  /** What it has besides its items: where a search found them, and by which names. */
  named?: ReadonlyMap<string, Value>
  /** What its language alone knows of it: Go's types and arrays. */
  details?: object | undefined
}

export interface ObjectValue {
  readonly kind: 'object'
  readonly entries: Map<Value, Value>
  /** Whether there may be others; or which of the entries only may be there (see doubtful-entries.ts). */
  open: boolean | Map<Value, Doubt>
  readonly birth: number
  /** The class it is an instance of, or the object that it was made from. */
  prototype?: Value
  /** As a list's. */
  followers?: ListValue[]
  /** Keys that going through it doesn't show. */
  hidden?: Set<Value>
  /** The type as written: Go's struct and map types. */
  type?: string
  /** Where a literal stands of which it isn't seen whether its keys are fields or names: Go's, of a type that is named. */
  keyScope?: Scope
  /** As a list's. */
  details?: object | undefined
}

export interface ClosureValue {
  readonly kind: 'closure'
  readonly facts: FunctionFacts
  readonly scope: Scope
  readonly module: ModuleInstance
  readonly receiver?: Value
  /** What decorators and assignments hang on a function. */
  readonly attributes: Map<string, Value>
  /** Its receiver is the class that it is asked of: Python's `classmethod`. */
  readonly ofClass?: true
  /** What its parameters hold that a call doesn't give, where that was found when it was made. */
  readonly defaults?: ReadonlyMap<Parameter, Value>
  /** How uncertain the evaluation was where it was made: what is hung on it under more only may be. */
  readonly birth?: number
}

export interface ClassValue {
  readonly kind: 'class'
  readonly facts: ClassFacts
  readonly scope: Scope
  readonly module: ModuleInstance
  readonly bases: Value[]
  /** Methods, static and class-level members, in order of definition. */
  readonly members: Map<string, Value>
  /** There may be more members: the call that gave it some that aren't known, as it is written. */
  open?: string
  /** As a closure's. */
  readonly birth?: number
}

/** Something a framework or a language's library provides. */
export interface HostValue {
  readonly kind: 'host'
  readonly name: string
  member?(property: string, evaluator: Evaluator): Value | MissingMember
  call?(invocation: Invocation): Value
  /** A property of it is set: the global object's. */
  assign?(property: string, value: Value, evaluator: Evaluator): void
  /** Where it stands for a class: the members of its instances, for classes of the repository that extend it. */
  instanceMember?(property: string, evaluator: Evaluator): Value | MissingMember
  /** What its provider wants to find again. */
  readonly data?: unknown
}

/** A namespace: `import * as ns`, a Python module, a Go package. */
export interface ModuleValue {
  readonly kind: 'module'
  readonly module: ModuleInstance
  /** It is what an import statement gives, not what requiring the module does. */
  readonly isNamespace?: true
}

export interface UnknownValue {
  readonly kind: 'unknown'
  /** Where it comes from, as far as that is known: `express`, `process.env.CI`. */
  readonly path?: string
  /** It is all that an import of what isn't in the repository gives. */
  readonly isPackage?: true
  /** Of which type it is all the same. */
  readonly type?: 'string'
}

/** One of several values, by a condition that the text doesn't decide. */
export interface EitherValue {
  readonly kind: 'either'
  readonly options: Value[]
}

export const MISSING = Symbol('missing member')
export type MissingMember = typeof MISSING

/** A call as its callee sees it. */
export interface Invocation {
  readonly evaluator: Evaluator
  readonly site: CallExpression
  readonly arguments: Value[]
  /** The expressions behind the arguments, index by index, as far as no spread comes before them. */
  readonly expressions: (Expression | Spread)[]
  readonly keywords: ReadonlyMap<string, Value>
  /** A spread of unknown length: there may be more arguments. */
  readonly open: boolean
  readonly receiver: Value
  /** Nothing is made of what the call gives. */
  readonly forEffect?: boolean
  /** The module whose text holds the call. */
  readonly module: ModuleInstance
  /** Where the call stands, if it stands in a text. */
  readonly scope?: Scope
}

const isOpen = (open: Iteration['open'] | ObjectValue['open'] | undefined): boolean => open !== undefined && open !== false

export const UNKNOWN: UnknownValue = { kind: 'unknown' }
export const unknown = (path?: string): UnknownValue => (path === undefined ? UNKNOWN : { kind: 'unknown', path })

/** It is open for anything where what it is made of may have parts: these aren't its own. */
export const list = (items: Value[], options: { type?: ArrayType; open?: Iteration['open']; birth?: number } = {}): ListValue => ({
  kind: 'list',
  type: options.type ?? 'list',
  items,
  open: isOpen(options.open),
  birth: options.birth ?? 0,
})

export const object = (
  entries: Iterable<[Value, Value]> = [],
  options: { open?: Iteration['open'] | ObjectValue['open']; birth?: number } = {},
): ObjectValue => ({
  kind: 'object',
  entries: new Map(entries),
  open: options.open instanceof Map ? new Map(options.open) : isOpen(options.open),
  birth: options.birth ?? 0,
})

export const host = (name: string, parts: Omit<HostValue, 'kind' | 'name'> = {}): HostValue => ({ kind: 'host', name, ...parts })

export const isUnknown = (value: Value): value is UnknownValue => typeof value === 'object' && value?.kind === 'unknown'

/** Whether it isn't known what it is: nothing, or one of several. */
export const isUndecided = (value: Value): value is UnknownValue | EitherValue =>
  typeof value === 'object' && (value?.kind === 'unknown' || value?.kind === 'either')

/** The values joined into one; equal ones once, nested alternatives flat, at most eight. */
export const either = (...values: Value[]): Value => {
  const options: Value[] = []
  for (const value of values)
    for (const option of typeof value === 'object' && value?.kind === 'either' ? value.options : [value])
      if (!options.some((known) => Object.is(known, option) || (isUnknown(known) && isUnknown(option)))) options.push(option)
  const [first] = options
  if (options.length < 2) return first
  return options.length > 8 ? UNKNOWN : { kind: 'either', options }
}

/** The value for who reads, calls or goes through it, which ends the program where it is undefined. */
export const unlessUndefined = (value: Value): Value =>
  typeof value === 'object' && value?.kind === 'either' && value.options.includes(undefined)
    ? either(...value.options.filter((option) => option !== undefined))
    : value
