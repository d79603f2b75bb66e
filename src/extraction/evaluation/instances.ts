/** What `new` gives, and calling a class: objects of classes and of plain functions. */
import { mayHaveOthers, openUp } from './doubtful-entries.ts'
import { callFunction } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import { classMember, readMember } from './members.ts'
import { Scope } from './scope.ts'
import {
  type ClassValue,
  type ClosureValue,
  either,
  type HostValue,
  type Invocation,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from './value.ts'

export const instantiate = (evaluator: Evaluator, type: ClassValue, invocation: Invocation): Value => {
  const instance = object([], { birth: evaluator.uncertainty })
  instance.prototype = type
  if (!evaluator.semantics.explicitReceiver) {
    return madeBy(initialize(evaluator, type, instance, invocation), instance)
  }
  const constructor = classMember(evaluator, type, '__init__')
  if (typeof constructor === 'object' && constructor?.kind === 'closure')
    callFunction(evaluator, { ...constructor, receiver: instance }, { ...invocation, receiver: instance, site: invocation.site })
  evaluator.semantics.finishInstance?.(instance, type, invocation)
  return instance
}

/** What a constructor returned, where that is an object, else the instance. */
const madeBy = (result: Value, instance: ObjectValue): Value => {
  if (typeof result !== 'object' || result === null) return instance
  return result.kind === 'either' ? either(...result.options.map((option) => option ?? instance)) : result
}

const isClass = (value: Value): value is ClassValue => typeof value === 'object' && value?.kind === 'class'

const isHost = (value: Value): value is HostValue => typeof value === 'object' && value?.kind === 'host'

/** What a class of the language, or of a library, makes of an instance that one of the repository's extends it with. */
const provide = (base: HostValue, instance: ObjectValue, given: Invocation): void => {
  const made = base.call?.({ ...given, site: { ...given.site, new: true } })
  if (typeof made !== 'object' || made?.kind !== 'object') {
    openUp(instance)
    return
  }
  if (mayHaveOthers(made)) openUp(instance)
  if (made.type !== undefined) instance.type = made.type
  for (const [key, value] of made.entries) instance.entries.set(key, value)
}

const setFields = (evaluator: Evaluator, type: ClassValue, instance: ObjectValue): void => {
  for (const statement of type.facts.body) {
    if (statement.kind !== 'declare' || !statement.field || statement.pattern.kind !== 'name') continue
    const scope = new Scope(type.scope, type.module, true)
    scope.receiver = { value: instance }
    if (statement.pattern.name.startsWith('#')) instance.hidden = new Set([...(instance.hidden ?? []), statement.pattern.name])
    instance.entries.set(statement.pattern.name, statement.value ? evaluator.evaluate(statement.value, scope) : undefined)
  }
}

/** Runs the constructor, or that of the base; fields are set once the base has done its part. */
const initialize = (evaluator: Evaluator, type: ClassValue, instance: ObjectValue, given: Invocation): Value =>
  evaluator.deeper(() => {
    const own = type.members.get('constructor')
    const [base] = type.bases
    const hasOwn = typeof own === 'object' && own?.kind === 'closure'
    const made = !hasOwn && isClass(base) ? initialize(evaluator, base, instance, given) : undefined
    if (!hasOwn && isHost(base)) provide(base, instance, given)
    if (!hasOwn || base === undefined) setFields(evaluator, type, instance)
    return hasOwn ? callFunction(evaluator, { ...own, receiver: instance }, { ...given, receiver: instance }) : made
  }, undefined)

const enclosingClass = (from: Scope): ClassValue | null => {
  let at: Scope | null = from
  while (at && !at.isClassBody) at = at.parent
  const value = at?.receiver?.value
  return isClass(value) ? value : null
}

/** `super(…)` in a constructor. */
export const callSuper = (evaluator: Evaluator, scope: Scope, given: Invocation): Value => {
  const type = enclosingClass(scope)
  const instance = scope.thisValue
  if (!type || typeof instance !== 'object' || instance?.kind !== 'object') return UNKNOWN
  const [base] = type.bases
  if (isHost(base)) {
    provide(base, instance, given)
    setFields(evaluator, type, instance)
    return instance
  }
  if (!isClass(base)) {
    setFields(evaluator, type, instance)
    if (typeof base === 'object' && base?.kind === 'closure')
      callFunction(evaluator, { ...base, receiver: instance }, { ...given, receiver: instance })
    return UNKNOWN
  }
  initialize(evaluator, base, instance, given)
  setFields(evaluator, type, instance)
  return instance
}

/** A plain function that `new` is said of: JavaScript's classes before it had any. */
export const constructorOf = (evaluator: Evaluator, callee: Value): ClosureValue | null => {
  const value =
    typeof callee === 'object' && callee?.kind === 'module' ? evaluator.semantics.moduleValue?.(callee.module, evaluator) : callee
  return typeof value === 'object' && value?.kind === 'closure' && !value.facts.arrow ? value : null
}

/** What it returns where that is an object, else the instance. Open, since what it inherits may be set up by what isn't known. */
export const construct = (evaluator: Evaluator, constructor: ClosureValue, invocation: Invocation): Value => {
  const instance = object([], { open: true, birth: evaluator.uncertainty })
  instance.prototype = readMember(evaluator, constructor, 'prototype')
  const call = (): Value => callFunction(evaluator, { ...constructor, receiver: instance }, { ...invocation, receiver: instance })
  const result = constructor.module.isEntry ? call() : evaluator.inLibrary(call, UNKNOWN)
  return madeBy(result, instance)
}
