/** What `new` gives, and calling a class: objects of classes and of plain functions. */
import { callFunction } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import { classMember, readMember } from './members.ts'
import { type ClassValue, type ClosureValue, either, type Invocation, object, UNKNOWN, type Value } from './value.ts'

export const instantiate = (evaluator: Evaluator, type: ClassValue, invocation: Invocation): Value => {
  const instance = object([], { birth: evaluator.uncertainty })
  instance.prototype = type
  const constructor = classMember(evaluator, type, evaluator.semantics.explicitReceiver ? '__init__' : 'constructor')
  if (typeof constructor === 'object' && constructor?.kind === 'closure')
    callFunction(evaluator, { ...constructor, receiver: instance }, { ...invocation, receiver: instance, site: invocation.site })
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
  if (typeof result !== 'object' || result === null) return instance
  return result.kind === 'either' ? either(...result.options.map((option) => option ?? instance)) : result
}
