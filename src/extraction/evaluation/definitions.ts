/** Functions and classes as statements and expressions define them, with what decorates them. */
import type { ClassFacts, Expression, FunctionFacts, Statement } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import { closureOf } from './closures.ts'
import { bindPattern, patternNames } from './patterns.ts'
import { Scope } from './scope.ts'
import { type ClassValue, isUnknown, object, type Value } from './value.ts'

export const declareFunction = (evaluator: Evaluator, facts: FunctionFacts, scope: Scope): Value => {
  let value: Value = closureOf(evaluator, facts, scope)
  for (const decorator of facts.decorators.toReversed()) value = decorate(evaluator, decorator, value, scope)
  if (facts.name) bindPattern(evaluator, { kind: 'name', name: facts.name }, value, scope, 'declare')
  return value
}

/** What decorating gives: the decorator's result where it is known, else the decorated thing itself. */
const decorate = (evaluator: Evaluator, decorator: Expression, value: Value, scope: Scope): Value => {
  const site = decorator.kind === 'call' ? decorator : ({ kind: 'call', callee: decorator, arguments: [], line: 0, endLine: 0 } as const)
  const result = evaluator.call(evaluator.evaluate(decorator, scope), {
    evaluator,
    site: { ...site, arguments: [] },
    arguments: [value],
    expressions: [],
    keywords: new Map(),
    open: false,
    receiver: undefined,
    module: scope.module,
  })
  if (isUnknown(result) || result === undefined || result === null) return value
  // An object that stands for a function tells which one.
  const results = typeof result === 'object' && result.kind === 'either' ? result.options : [result]
  for (const one of results)
    if (typeof one === 'object' && one?.kind === 'object' && one.prototype !== undefined && !one.entries.has('__wrapped__'))
      one.entries.set('__wrapped__', value)
  return result
}

/** Methods are there before static fields and blocks run, and each static field for those after it. */
const runClassBody = (evaluator: Evaluator, { facts, members }: ClassValue, inner: Scope): void => {
  const define = (name: string): void => {
    const binding = inner.names.get(name)
    if (binding) members.set(name, binding.value)
  }
  const isMethod = (statement: Statement): boolean => statement.kind === 'function'
  evaluator.run(facts.body.filter(isMethod), inner)
  for (const name of inner.names.keys()) if (name !== 'super') define(name)
  for (const statement of facts.body) {
    if (isMethod(statement)) continue
    evaluator.run([statement], inner)
    if (statement.kind === 'declare') for (const name of patternNames(statement.pattern)) define(name)
  }
}

export const classOf = (evaluator: Evaluator, facts: ClassFacts, scope: Scope): ClassValue => {
  const { explicitReceiver } = evaluator.semantics
  const around = explicitReceiver ? scope : new Scope(scope, scope.module, false)
  const inner = new Scope(around, scope.module, true)
  const bases = facts.bases.map((base) => evaluator.evaluate(base, scope))
  const value: ClassValue = {
    kind: 'class',
    facts,
    scope: inner,
    module: scope.module,
    bases,
    members: new Map(),
    birth: evaluator.uncertainty,
  }
  inner.receiver = { value }
  // A class knows itself by its name while it is made.
  if (!explicitReceiver && facts.name) around.declare(facts.name, value, 0)
  inner.isClassBody = true
  const [base] = bases
  // `super.method()`: what the class extends, as an instance of it.
  if (base !== undefined && !explicitReceiver) inner.declare('super', { ...object([], { open: true }), prototype: base }, 0)
  if (explicitReceiver) evaluator.run(facts.body, inner)
  else runClassBody(evaluator, value, inner)
  for (const [name, binding] of inner.names) if (name !== 'super' && !value.members.has(name)) value.members.set(name, binding.value)
  evaluator.semantics.finishClass?.(value, evaluator)
  return value
}

export const declareClass = (evaluator: Evaluator, facts: ClassFacts, scope: Scope): Value => {
  let value: Value = classOf(evaluator, facts, scope)
  for (const decorator of facts.decorators.toReversed()) value = decorate(evaluator, decorator, value, scope)
  if (facts.name) bindPattern(evaluator, { kind: 'name', name: facts.name }, value, scope, 'declare')
  return value
}
