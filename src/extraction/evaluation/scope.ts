import type { Statement } from '../facts/program.ts'
import type { ModuleInstance } from './module-instance.ts'
import type { PutOff } from './put-off.ts'
import type { Value } from './value.ts'

/** A name's value, or how to find it when it is first asked for. */
export interface Binding {
  value: Value
  /** Set while the value has not been asked for. */
  pending: (() => Value) | null
  /** How uncertain the evaluation was where the name was declared; assignments made under more only may have happened. */
  birth: number
  /** The file for which `value` is the answer although the name is still pending for others (see `gaps`). */
  provisionalFor?: number
  /** Whether that is so for files that it needs weren't read. */
  isStale?: boolean
  /** How many others were being found when finding its value began; only until that ends. */
  foundAt?: number
  /** Where an imported name comes from. */
  readonly source?: string
  /** Of `let server;`: in how many bodies it stands. Within more, it may have been given a value by what ran before them. */
  awaits?: number
  /** The same of what hooks change, whatever value it has. */
  isChanged?: true
}

export class Scope {
  readonly names = new Map<string, Binding>()
  readonly parent: Scope | null
  readonly module: ModuleInstance
  /** The scope that `var` and Python's assignments declare in. */
  readonly owner: Scope
  /** `this` in here; undefined where the functions around it decide. */
  receiver: { value: Value } | undefined
  /** What the function was given by the call that it runs for: JavaScript's `arguments`. */
  given: { readonly arguments: readonly Value[]; readonly open: boolean } | undefined
  /** Names that are no more; what was defined before and is looked at later still means them. */
  private removed: Map<string, Binding> | undefined
  /** Of a function: what `defer` has put off so far. */
  deferred: PutOff[] | undefined
  /** What it had of the names that blocks of the branch at hand declare in it by `var`; null for what it had not. */
  redeclared: Map<string, Binding | null> | undefined
  /** Names of a class's body are no names in its methods. */
  isClassBody = false

  constructor(parent: Scope | null, module: ModuleInstance, isFunction: boolean) {
    this.parent = parent
    this.module = module
    this.owner = isFunction || !parent ? this : parent.owner
  }

  /** What declares names that nobody has asked for so far. */
  private onDemand: { readonly statements: Map<string, Statement>; declare(statement: Statement): void } | undefined

  /** Has names declared when they are first asked for: a package has thousands, of which a test needs few. */
  declareOnDemand(statements: Map<string, Statement>, declare: (statement: Statement) => void): void {
    this.onDemand = { statements, declare }
  }

  /** The name's binding in this very scope. */
  own(name: string): Binding | undefined {
    const binding = this.names.get(name)
    if (binding || !this.onDemand) return binding
    const statement = this.onDemand.statements.get(name)
    if (!statement) return undefined
    this.onDemand.statements.delete(name)
    this.onDemand.declare(statement)
    return this.names.get(name)
  }

  find(name: string): Binding | undefined {
    for (let at: Scope | null = this; at; at = at.parent) {
      const binding = at.isClassBody && at !== this && name !== 'super' ? undefined : at.own(name)
      if (binding) return binding
    }
    return this.module.scope.removed?.get(name)
  }

  remove(name: string): void {
    const binding = this.names.get(name)
    if (binding) (this.removed ??= new Map()).set(name, binding)
    this.names.delete(name)
  }

  declare(name: string, value: Value, birth: number): void {
    this.names.set(name, { value, pending: null, birth })
  }

  declarePending(name: string, pending: () => Value, { source, birth = 0 }: { source?: string; birth?: number } = {}): void {
    this.names.set(name, { value: undefined, pending, birth, ...(source === undefined ? {} : { source }) })
  }

  /** The same names with bindings of their own, born now, as each turn of a loop has them: what is called later finds them as they were. */
  copy(birth: number): Scope {
    const copy = new Scope(this.parent, this.module, false)
    for (const [name, binding] of this.names) copy.names.set(name, { ...binding, birth })
    return copy
  }

  get givenArguments(): Scope['given'] {
    for (let at: Scope | null = this; at; at = at.parent) if (at.given) return at.given
    return undefined
  }

  get thisValue(): Value | undefined {
    for (let at: Scope | null = this; at; at = at.parent) if (at.receiver) return at.receiver.value
    return undefined
  }
}

/**
 * How often a value could not be had for reasons of the moment: a file that isn't read yet, an allowance that the file at
 * hand has used up. What was found while it grew is no other file's answer. `file` counts the files. `unread` counts, for
 * the file at hand, what hangs on files that aren't read yet: while it grows, it is certain that the file is linked again.
 * `sought` are names of such files; `*` for all of one.
 */
export const gaps: { count: number; file: number; unread: number; sought: [path: string, name: string][]; onUnread: () => void } = {
  count: 0,
  file: 0,
  unread: 0,
  sought: [],
  onUnread: () => {},
}

/**
 * A file isn't read yet that is asked for; or what is asked for was evaluated while one wasn't. The latter is not done anew
 * for the file at hand, for what it has changed elsewhere can't be taken back: that file is linked again where nothing of
 * it has happened.
 */
export const meetUnread = (): void => {
  gaps.count++
  gaps.unread++
  gaps.onUnread()
}

/** The bindings that are being found, and the outermost of them that was asked for meanwhile: what hangs on it isn't final. */
const finding = { depth: 0, asked: Infinity }

/** Whether what is being found has asked for what is itself still being found further out. */
export const hangsOnUnfinished = (): boolean => finding.asked < finding.depth - 1

/** The value of a binding; `whileFinding` answers when finding it asks for itself. */
export const valueOf = (binding: Binding, whileFinding: Value): Value => {
  const { pending } = binding
  if (!pending) {
    if (binding.foundAt !== undefined) finding.asked = Math.min(finding.asked, binding.foundAt)
    return binding.value
  }
  if (binding.isStale) {
    meetUnread()
    return binding.value
  }
  if (binding.provisionalFor === gaps.file) {
    gaps.count++
    return binding.value
  }
  const before = gaps.count
  const unread = gaps.unread
  const at = finding.depth++
  const askedBefore = finding.asked
  finding.asked = Infinity
  binding.pending = null
  binding.foundAt = at
  binding.value = whileFinding
  let isFound = false
  try {
    const value = pending()
    isFound = gaps.count === before && finding.asked >= at
    binding.value = value
    return value
  } finally {
    finding.depth = at
    delete binding.foundAt
    // Only what is found inside of the outermost one's own search hangs on it.
    const asked = finding.asked < at ? finding.asked : Infinity
    finding.asked = Math.min(askedBefore, asked)
    if (!isFound) {
      binding.pending = pending
      if (gaps.count !== before) binding.provisionalFor = gaps.file
      if (gaps.unread !== unread) binding.isStale = true
    }
  }
}
