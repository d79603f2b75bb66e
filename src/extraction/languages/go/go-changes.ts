/** What a function changes that others see: its receiver, what it is given pointers to, and variables of its package. */
import type { CallExpression, Expression, FunctionFacts, Parameter, Pattern, Spread, Statement } from '../../facts/program.ts'
import { CHANGING, localNamesOf } from './go-effects.ts'
import { isUniversal } from './go-builtins.ts'
import { rootName, targetsOf, visitExpression } from './go-mentions.ts'

/** What is run before the tests. */
export const INITIAL: ReadonlySet<string> = new Set(['init', 'TestMain'])

/** What calling a function of the file changes. */
export interface Changes {
  /** What it is called on or given. */
  given: boolean
  /** Variables of the package. */
  variables: Set<string>
}

/** Methods that change a map of the library's that they are called on: of `url.Values`. */
export const CHANGING_METHODS = new Set(['Set', 'Add', 'Del'])

const VALUES = 'url.Values'

const isShared = ({ type }: Parameter): boolean => type !== undefined && (/^(?:\*|map\b|\[\])/.test(type) || type === VALUES)

const isNamed = ({ type }: Parameter): boolean => type !== undefined && /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(type) && !isUniversal(type)

/** The field of `name` that an assignment to the pattern changes something of; null where it changes the name alone. */
const fieldOf = (pattern: Pattern & { kind: 'member' }): string | null => {
  let { target, property }: { target: Expression; property: string | Expression | null } = pattern
  while (target.kind === 'member' || target.kind === 'unary' || target.kind === 'slice') {
    if (target.kind === 'member') ({ property } = target)
    target = target.kind === 'unary' ? target.operand : target.object
  }
  return typeof property === 'string' ? property : null
}

/** `name.field`, and nothing further in. */
const isOwnField = ({ target, property }: Pattern & { kind: 'member' }): boolean =>
  target.kind === 'name' && typeof property === 'string' && property !== '*'

/** The receiver's own field that a method is called on. */
const fieldCalled = ({ callee }: CallExpression): string | null =>
  callee.kind === 'member' && callee.object.kind === 'member'
    ? fieldOf({ kind: 'member', target: callee.object.object, property: callee.object.property })
    : null

const changing = (name: string, property: string): Statement => ({
  kind: 'evaluate',
  expression: {
    kind: 'assign',
    operator: '=',
    pattern: { kind: 'member', target: { kind: 'name', name }, property },
    value: { kind: 'unknown' },
  },
})

export class ChangeFinder {
  readonly changes: Changes = { given: false, variables: new Set() }
  /** Names of this function through which something is changed that they may share with others. */
  private readonly modified = new Set<string>()
  private readonly fields = new Set<string>()
  private readonly locals: Set<string>
  private readonly shared = new Set<string>()
  /** Those of the type of `url.Values`. */
  private readonly values = new Set<string>()
  /** Parameters of named types, which may be those of maps and slices. */
  private readonly named = new Set<string>()
  /** What the function literals that are read now are given pointers to. */
  private readonly literals: ReadonlySet<string>[] = []
  /** What it is given pointers to and changes. */
  private readonly filled = new Set<string>()
  private readonly receiver: string
  /** Names that lead to what is shared, with its name. */
  private readonly aliases = new Map<string, string>()
  /** Of `modified` those through which more than a field of their own is changed. */
  private readonly modifiedInside = new Set<string>()
  /** Names that have what is shared in a field: only what is changed inside of that is changed for others. */
  private readonly holders = new Map<string, string>()

  constructor(facts: FunctionFacts) {
    this.locals = localNamesOf(facts)
    this.receiver = facts.receiver?.pattern.kind === 'name' ? facts.receiver.pattern.name : ''
    for (const parameter of [...(facts.receiver ? [facts.receiver] : []), ...facts.parameters])
      if (parameter.pattern.kind === 'name' && parameter.pattern.name !== '') {
        this.locals.add(parameter.pattern.name)
        if (parameter.rest === true || isShared(parameter)) this.shared.add(parameter.pattern.name)
        if (parameter.type === VALUES) this.values.add(parameter.pattern.name)
        else if (isNamed(parameter)) this.named.add(parameter.pattern.name)
      }
  }

  /** Reads the body of a function literal in it: its variables are nobody else's, but for what it is given pointers to. */
  inLiteral<T>(facts: FunctionFacts, read: () => T): T {
    for (const name of localNamesOf(facts)) this.locals.add(name)
    this.literals.push(new Set(facts.parameters.flatMap((one) => (isShared(one) ? targetsOf(one.pattern) : []))))
    try {
      return read()
    } finally {
      this.literals.pop()
    }
  }

  /** Whether an assignment changes what others see. */
  byAssignment(pattern: Pattern): boolean {
    if (pattern.kind === 'array') return pattern.items.map((item) => item !== null && this.byAssignment(item)).includes(true)
    const name = pattern.kind === 'name' ? pattern.name : pattern.kind === 'member' ? rootName(pattern.target) : ''
    if (name === '') return false
    if (pattern.kind === 'member') {
      this.modified.add(name)
      if (typeof pattern.property !== 'string') this.findCollection(pattern.target)
      if (!isOwnField(pattern)) this.modifiedInside.add(name)
      if (name === this.receiver) this.fields.add(fieldOf(pattern) ?? '*')
      else if (this.aliases.get(name) === this.receiver) this.fields.add('*')
    }
    return this.note(name, pattern.kind !== 'member' ? 'name' : isOwnField(pattern) ? 'field' : 'inside')
  }

  /** Whether a call of a function that makes these changes, or of one of the language that changes what it is given, does. */
  byCall(call: CallExpression, made: Changes | undefined): boolean {
    let changes = false
    const root = rootName(call.callee)
    const [first] = call.arguments
    if (CHANGING.has(root) && root !== 'append') this.findCollection(first)
    if (made?.given || CHANGING.has(root) || (made === undefined && this.changesValues(call)))
      for (const name of [root, ...call.arguments.map((one) => rootName(one.kind === 'spread' ? one.value : one))])
        if (name !== '' && !CHANGING.has(name)) {
          this.modified.add(name)
          this.modifiedInside.add(name)
          if (name === this.receiver) this.fields.add(fieldCalled(call) ?? '*')
          if ((name !== root || call.callee.kind === 'member') && this.note(name, 'inside')) changes = true
        }
    for (const name of made?.variables ?? []) if (this.note(name, 'name')) changes = true
    return changes
  }

  /** Whether names that something is changed through turn out to lead to what others see. */
  follow(names: readonly string[], root: string, isField: boolean): boolean {
    if (root === '' || (this.locals.has(root) && !this.shared.has(root))) return false
    const leading = isField ? this.holders : this.aliases
    const found = names.filter((name) => this.modifiedBy(isField).has(name) && !leading.has(name))
    for (const name of found) leading.set(name, root)
    return found.length > 0
  }

  /** Names through which what they lead to, or what a field of theirs leads to, is changed. */
  modifiedBy(isField: boolean): ReadonlySet<string> {
    return isField ? this.modifiedInside : this.modified
  }

  /** `nil`, `true`, `int64(…)`: there is nothing to change in what the language gives. */
  isChangeable(root: string): boolean {
    return root !== '' && (!isUniversal(root) || this.locals.has(root))
  }

  isLocal(name: string): boolean {
    return this.locals.has(name)
  }

  /** `query.Set(name, value)`, `request.query.Set(name, value)` */
  private changesValues({ callee }: CallExpression): boolean {
    if (callee.kind !== 'member' || typeof callee.property !== 'string' || !CHANGING_METHODS.has(callee.property)) return false
    return callee.object.kind === 'name' ? this.values.has(callee.object.name) : true
  }

  /** Elements of it are changed: what is behind a parameter of a named type is its caller's. */
  private findCollection(value: Expression | Spread | undefined): void {
    if (value?.kind === 'name' && this.named.has(value.name)) this.shared.add(value.name)
  }

  private note(alias: string, changed: 'name' | 'field' | 'inside'): boolean {
    const isInside = changed !== 'name'
    const held = changed === 'inside' ? this.holders.get(alias) : undefined
    const name = isInside ? (this.aliases.get(alias) ?? held ?? alias) : alias
    if (isInside && this.shared.has(name)) {
      this.changes.given = true
      if (name !== this.receiver) this.filled.add(name)
    } else if (isInside && this.literals.some((given) => given.has(name))) return true
    else if (this.locals.has(name)) return false
    else this.changes.variables.add(name)
    return true
  }

  /** What is left of a function whose body isn't kept: what it changes isn't known afterwards. */
  summary(): Statement[] {
    return [...[...this.fields].map((field) => changing(this.receiver, field)), ...[...this.filled].map((name) => changing(name, '*'))]
  }
}

/** Whether a value is part of what a name holds, or leads to it: `&cases[i]`, `all[1:]`. */
export const sharedRoot = (value: Expression | null): string => {
  let at = value
  // What a pointer leads to is copied.
  while (at?.kind === 'member' || at?.kind === 'slice' || (at?.kind === 'unary' && at.operator !== '*' && at.operator !== 'zero'))
    at = at.kind === 'unary' ? at.operand : at.object
  return at?.kind === 'name' ? at.name : ''
}

/** The names of the functions and methods that an expression calls. */
export const calledNames = (expression: Expression, into: Set<string>): void =>
  visitExpression(expression, {
    call: ({ callee }) => {
      if (callee.kind === 'member' && typeof callee.property === 'string') into.add(callee.property)
      return true
    },
  })
