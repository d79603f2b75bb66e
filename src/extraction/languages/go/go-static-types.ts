/**
 * Of which type something is, as the text tells without running it: by the type of a parameter, what a variable is
 * declared with, and what functions and methods say that they give. Names are followed without regard to scopes: one
 * that is declared with several types has none.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type ClassValue, type ClosureValue, isUnknown, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CallExpression, Expression, FunctionFacts } from '../../facts/program.ts'
import { fieldsOf } from './go-conversion.ts'
import { type DeclaredNames, declaredNamesOf } from './go-declared-names.ts'
import { isComposite } from './go-expressions.ts'
import { importsOf, targetsOf } from './go-mentions.ts'
import { isClass, isObject } from './go-values.ts'

/** Where an expression stands. */
export interface Place {
  facts: FunctionFacts
  module: ModuleInstance
}

/** What isn't in the repository: nothing of it can declare a test that is known. */
export const OUTSIDE = Symbol('outside of the repository')

type Found<T> = T | typeof OUTSIDE | null

const MOST_LEVELS = 12

const NOTHING: FunctionFacts = { name: '', parameters: [], body: [], line: 0, endLine: 0, decorators: [], digest: '' }

/** The types of a function's results as written: `(org, project *Scope, err error)` gives `*Scope` twice. */
export const resultTypes = (results: string): string[] => {
  if (!results.startsWith('(')) return [results]
  const parts = splitList(results.slice(1, -1)).map((part) => part.trim())
  const isNamed = parts.some((part) => /^[\p{L}_][\p{L}\p{N}_]* +\S/u.test(part) && !/^(?:chan|func|interface|struct)\b/.test(part))
  if (!isNamed) return parts
  const types: string[] = []
  for (const part of parts.toReversed()) {
    const space = part.indexOf(' ')
    types.unshift(space < 0 ? (types[0] ?? '') : part.slice(space + 1).trim())
  }
  return types
}

/** Parts between the commas that stand in no brackets. */
const splitList = (text: string): string[] => {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if ('([{'.includes(character)) depth++
    else if (')]}'.includes(character)) depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

export class StaticTypes {
  private readonly evaluator: Evaluator
  private readonly declared = new WeakMap<FunctionFacts, DeclaredNames>()
  private level = 0

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator
  }

  /** The function or method that is called. */
  calledBy({ callee }: CallExpression, place: Place): Found<ClosureValue> {
    if (callee.kind === 'name' ? !this.isOwn(callee.name, place) : callee.kind === 'member' && this.isPackage(callee.object, place)) {
      const value = this.valueOf(callee, place.module)
      return value === OUTSIDE || isClosure(value) ? value : null
    }
    if (callee.kind !== 'member' || typeof callee.property !== 'string') return null
    const type = this.typeOf(callee.object, place)
    return isKnown(type) ? this.methodOf(type, callee.property) : type
  }

  /** The function of the repository that an expression names. */
  functionNamed(expression: Expression, { module }: Place): ClosureValue | null {
    if (expression.kind !== 'name' && expression.kind !== 'member') return null
    const value = this.valueOf(expression, module)
    return isClosure(value) ? value : null
  }

  private typeOf(expression: Expression, place: Place, index = 0): Found<ClassValue> {
    if (this.level >= MOST_LEVELS) return null
    this.level++
    try {
      return this.typeOfInner(expression, place, index)
    } finally {
      this.level--
    }
  }

  private typeOfInner(expression: Expression, place: Place, index: number): Found<ClassValue> {
    switch (expression.kind) {
      case 'name':
        return this.typeOfName(expression.name, place)
      case 'unary':
        if (expression.operator === 'zero' || expression.operator === 'shared') return this.typeWritten(expression.operand, place.module)
        return ['&', '&{}', '*'].includes(expression.operator) ? this.typeOf(expression.operand, place) : null
      case 'member':
        return typeof expression.property === 'string' ? this.typeOfField(expression.object, expression.property, place) : null
      case 'call':
        return this.typeOfCall(expression, place, index)
      default:
        return null
    }
  }

  private typeOfName(name: string, place: Place): Found<ClassValue> {
    const declared = this.namesIn(place.facts).get(name)
    if (!declared) return this.typeOfVariable(name, place.module)
    let type: Found<ClassValue> = null
    for (const one of declared) {
      if (one === null) return null
      const found: Found<ClassValue> = 'type' in one ? this.typeNamed(one.type, place.module) : this.typeOf(one.value, place, one.index)
      if (found === null || (type !== null && type !== found && !(isKnown(type) && isKnown(found) && type.facts === found.facts)))
        return null
      type = found
    }
    return type
  }

  private typeOfField(object: Expression, field: string, place: Place): Found<ClassValue> {
    if (this.isPackage(object, place)) return this.typeOfValue({ kind: 'member', object, property: field }, place.module)
    const type = this.typeOf(object, place)
    if (!isKnown(type)) return type
    const own = fieldsOf(type).find(({ name }) => name === field)
    return own ? this.typeWritten(own.type, type.module) : null
  }

  private typeOfCall(call: CallExpression, place: Place, index: number): Found<ClassValue> {
    if (isComposite(call)) return this.typeWritten(call.callee, place.module)
    const [only] = call.arguments
    if (call.callee.kind === 'name' && call.callee.name === 'new' && only && only.kind !== 'spread')
      return this.typeWritten(only, place.module)
    const called = this.calledBy(call, place)
    if (!isKnown(called)) return called
    const type = resultTypes(called.facts.results ?? '')[index]
    return type === undefined ? null : this.typeNamed(type, called.module)
  }

  /** By its text: `*store.Repository`. */
  private typeNamed(text: string, module: ModuleInstance): Found<ClassValue> {
    const [, outer, name] = /^\**(?:([\p{L}_][\p{L}\p{N}_]*)\.)?([\p{L}_][\p{L}\p{N}_]*)(?:\[.*\])?$/u.exec(text) ?? []
    if (name === undefined) return null
    const named: Expression = { kind: 'name', name }
    return this.typeWritten(outer === undefined ? named : { kind: 'member', object: { kind: 'name', name: outer }, property: name }, module)
  }

  private typeWritten(type: Expression, module: ModuleInstance): Found<ClassValue> {
    const inner = type.kind === 'unary' && type.operator === '*' ? type.operand : type
    const named = inner.kind === 'member' && typeof inner.property !== 'string' ? inner.object : inner
    if (named.kind !== 'name' && named.kind !== 'member') return null
    const value = this.valueOf(named, module)
    return value === OUTSIDE || isClass(value) ? value : null
  }

  private methodOf(type: ClassValue, name: string, depth = 0): Found<ClosureValue> {
    if (depth > MOST_LEVELS || type.facts.name === '') return null
    const own = this.valueOf({ kind: 'name', name: `${type.facts.name}.${name}` }, type.module)
    if (isClosure(own)) return own
    let found: Found<ClosureValue> = null
    for (const field of fieldsOf(type)) {
      if (!field.embedded) continue
      const embedded = this.typeWritten(field.type, type.module)
      const inner = isKnown(embedded) ? this.methodOf(embedded, name, depth + 1) : embedded
      if (inner === null) return null
      if (inner !== OUTSIDE || found === null) found = inner
    }
    return found
  }

  private typeOfVariable(name: string, module: ModuleInstance): Found<ClassValue> {
    for (const statement of module.facts?.body ?? [])
      if (statement.kind === 'declare' && statement.value?.kind === 'unary' && targetsOf(statement.pattern).includes(name)) {
        const type = this.typeOf(statement.value, { facts: NOTHING, module })
        if (type !== null) return type
      }
    return this.typeOfValue({ kind: 'name', name }, module)
  }

  /** Of a variable of a package. */
  private typeOfValue(name: Expression, module: ModuleInstance): Found<ClassValue> {
    const value = this.valueOf(name, module)
    if (value === OUTSIDE) return value
    return isObject(value) && isClass(value.prototype) ? value.prototype : null
  }

  private isPackage(expression: Expression, place: Place): boolean {
    return (
      expression.kind === 'name' &&
      isImported(expression.name, place.module) &&
      // `store := store.New()`: until then the name is the package's.
      (!this.isOwn(expression.name, place) || this.isDeclaredByItself(expression.name, place))
    )
  }

  private isDeclaredByItself(name: string, { facts }: Place): boolean {
    return (this.namesIn(facts).get(name) ?? []).every(
      (one) =>
        one !== null &&
        'value' in one &&
        one.value.kind === 'call' &&
        one.value.callee.kind === 'member' &&
        one.value.callee.object.kind === 'name' &&
        one.value.callee.object.name === name,
    )
  }

  private isOwn(name: string, { facts }: Place): boolean {
    return this.namesIn(facts).has(name)
  }

  private namesIn(facts: FunctionFacts): DeclaredNames {
    const known = this.declared.get(facts)
    if (known) return known
    const names = declaredNamesOf(facts)
    this.declared.set(facts, names)
    return names
  }

  /** What a name of the package, or of one that it imports, holds. */
  private valueOf(name: Expression, module: ModuleInstance): Value | typeof OUTSIDE {
    const { evaluator } = this
    const valueIn = (expression: Expression): Value => evaluator.apart(module, () => evaluator.evaluate(expression, module.scope), UNKNOWN)
    const value = valueIn(name)
    if (!isUnknown(value) || name.kind !== 'member') return value
    const from = valueIn(name.object)
    return isUnknown(from) && from.isPackage === true ? OUTSIDE : value
  }
}

const isKnown = <T>(found: Found<T>): found is T => found !== null && found !== OUTSIDE

const isClosure = (value: Value | typeof OUTSIDE): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

const isImported = (name: string, { facts }: ModuleInstance): boolean => facts !== null && importsOf(facts.body).has(name)
