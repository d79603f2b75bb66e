/** Running statements: what is certain happens, what may happen happens under a condition, what loops loops. */
import type { ClassFacts, Expression, FunctionFacts, Statement } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import { evaluateForEffect } from './calls.ts'
import { ModuleInstance } from './module-instance.ts'
import { declareImports, importForEffect } from './modules.ts'
import { bindPattern, patternNames } from './patterns.ts'
import { Scope } from './scope.ts'
import { isDone } from './known-outcome.ts'
import { type ClassValue, either, isUnknown, object, UNKNOWN, type Value } from './value.ts'

/** How statements ended other than by running out. `certain: false`: they may have ended so. */
export type Completion = { kind: 'return' | 'break' | 'continue' | 'throw'; value: Value; certain: boolean } | null

const both = (first: Completion, second: Completion): Completion => {
  if (!first || !second) return first ? { ...first, certain: false } : second && { ...second, certain: false }
  const kind = first.kind === 'return' || second.kind !== 'return' ? first.kind : second.kind
  const values = [first, second].filter((completion) => completion.kind === kind).map((completion) => completion.value)
  return { kind, value: either(...values), certain: first.certain && second.certain }
}

export const runStatements = (evaluator: Evaluator, statements: readonly Statement[], scope: Scope): Completion => {
  if (evaluator.semantics.hoistsFunctions)
    for (const statement of statements)
      if (statement.kind === 'function' && !scope.names.has(statement.function.name)) declareFunction(evaluator, statement.function, scope)
  let maybe: Completion = null
  try {
    for (const statement of statements) {
      const completion = runStatement(evaluator, statement, scope)
      if (!completion) continue
      if (completion.certain) {
        const ended = maybe ? both(maybe, completion) : completion
        return ended && { ...ended, certain: true }
      }
      if (!maybe) evaluator.conditions++
      maybe = maybe ? both(maybe, completion) : completion
    }
    return maybe
  } finally {
    if (maybe) evaluator.conditions--
  }
}

export const declareFunction = (evaluator: Evaluator, facts: FunctionFacts, scope: Scope): Value => {
  let value: Value = { kind: 'closure', facts, scope, module: scope.module, attributes: new Map() }
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

export const classOf = (evaluator: Evaluator, facts: ClassFacts, scope: Scope): ClassValue => {
  const inner = new Scope(scope, scope.module, true)
  const bases = facts.bases.map((base) => evaluator.evaluate(base, scope))
  const value: ClassValue = { kind: 'class', facts, scope: inner, module: scope.module, bases, members: new Map() }
  inner.receiver = { value }
  inner.isClassBody = true
  const [base] = bases
  // `super.method()`: what the class extends, as an instance of it.
  if (base !== undefined && !evaluator.semantics.explicitReceiver)
    inner.declare('super', { ...object([], { open: true }), prototype: base }, 0)
  evaluator.run(facts.body, inner)
  for (const [name, binding] of inner.names) if (name !== 'super') value.members.set(name, binding.value)
  evaluator.semantics.finishClass?.(value, evaluator)
  return value
}

export const declareClass = (evaluator: Evaluator, facts: ClassFacts, scope: Scope): Value => {
  let value: Value = classOf(evaluator, facts, scope)
  for (const decorator of facts.decorators.toReversed()) value = decorate(evaluator, decorator, value, scope)
  if (facts.name) bindPattern(evaluator, { kind: 'name', name: facts.name }, value, scope, 'declare')
  return value
}

/** Whether a call leads into a file of the repository that declares no tests, so that only its value can matter. */
const onlyValueMatters = (evaluator: Evaluator, expression: Expression, scope: Scope): boolean => {
  let root = expression
  while (root.kind === 'call' || root.kind === 'member') root = root.kind === 'call' ? root.callee : root.object
  if (expression.kind !== 'call' || root.kind !== 'name') return false
  const source = scope.find(root.name)?.source
  const target = source === undefined ? undefined : evaluator.resolver.resolve(source, scope.module)
  return target instanceof ModuleInstance && target.facts?.vocabulary !== true
}

const runDeclare = (evaluator: Evaluator, statement: Statement & { kind: 'declare' }, scope: Scope): void => {
  const target = statement.var || !evaluator.semantics.blockScoped ? scope.owner : scope
  const { pattern, value } = statement
  if (value === null) {
    for (const name of patternNames(pattern)) if (!target.names.has(name)) target.declare(name, undefined, evaluator.uncertainty)
    return
  }
  if (pattern.kind === 'name' && onlyValueMatters(evaluator, value, scope)) {
    target.declarePending(pattern.name, () => evaluator.evaluate(value, scope), { birth: evaluator.uncertainty })
    return
  }
  bindPattern(evaluator, pattern, evaluator.evaluate(value, scope), target, 'declare')
}

const runIf = (evaluator: Evaluator, statement: Statement & { kind: 'if' }, scope: Scope): Completion => {
  const truth = evaluator.semantics.truthiness(evaluator.evaluate(statement.test, scope))
  if (truth !== undefined) return runBlock(evaluator, truth ? statement.then : statement.else, scope)
  return evaluator.maybe(() => {
    const then = runBlock(evaluator, statement.then, scope)
    const otherwise = runBlock(evaluator, statement.else, scope)
    // A guard that throws says nothing of what comes after it.
    if (then?.kind === 'throw' && !otherwise) return null
    if (otherwise?.kind === 'throw' && !then) return null
    return both(then, otherwise)
  })
}

const runBlock = (evaluator: Evaluator, statements: readonly Statement[], scope: Scope): Completion =>
  statements.length === 0
    ? null
    : runStatements(evaluator, statements, evaluator.semantics.blockScoped ? new Scope(scope, scope.module, false) : scope)

/** One turn of a loop; `ends` when no further turn comes. */
const runTurn = (evaluator: Evaluator, body: readonly Statement[], scope: Scope): { ends: boolean; completion: Completion } => {
  evaluator.step()
  const completion = runStatements(evaluator, body, scope)
  if (!completion || completion.kind === 'continue') return { ends: false, completion: null }
  if (completion.kind === 'break') return { ends: completion.certain, completion: null }
  return { ends: completion.certain, completion }
}

const runEach = (evaluator: Evaluator, statement: Statement & { kind: 'each' }, scope: Scope): Completion => {
  const known = evaluator.semantics.iterate(evaluator.evaluate(statement.iterable, scope), statement.binds, evaluator)
  let maybe: Completion = null
  const turn = (item: Value): boolean => {
    const inner = evaluator.semantics.blockScoped ? new Scope(scope, scope.module, false) : scope
    if (statement.pattern) bindPattern(evaluator, statement.pattern, item, inner, 'declare')
    const { ends, completion } = runTurn(evaluator, statement.body, inner)
    if (completion) maybe = maybe ? both(maybe, completion) : completion
    return ends
  }
  return evaluator.within({ kind: 'loop', node: statement, path: scope.module.path, line: statement.line }, () => {
    for (const item of known?.items ?? []) if (turn(item)) return maybe
    if (known?.possible) evaluator.maybe(() => known.possible?.some(turn))
    else if (!known || known.open) evaluator.inUnknownLoop(() => turn(UNKNOWN))
    return maybe && { ...maybe, certain: false }
  })
}

/** A loop that turns more often than this makes no names: what it does from then on is taken as unknown. */
const MOST_TURNS = 10_000

const runLoop = (evaluator: Evaluator, statement: Statement & { kind: 'loop' }, scope: Scope): Completion => {
  const { blockScoped } = evaluator.semantics
  let inner = blockScoped ? new Scope(scope, scope.module, false) : scope
  runStatements(evaluator, statement.initial, inner)
  const turn = (): { ends: boolean; completion: Completion } =>
    runTurn(evaluator, statement.body, blockScoped ? new Scope(inner, scope.module, false) : inner)
  return evaluator.within({ kind: 'loop', node: statement, path: scope.module.path, line: statement.line }, () => {
    let maybe: Completion = null
    for (let turns = 0; ; turns++) {
      const goesOn =
        statement.runsFirst && turns === 0
          ? true
          : statement.test === null || turns >= MOST_TURNS
            ? undefined
            : evaluator.semantics.truthiness(evaluator.evaluate(statement.test, inner))
      if (goesOn === false) return maybe
      const { ends, completion } = goesOn ? turn() : evaluator.inUnknownLoop(turn)
      const certain = completion !== null && completion.certain && (goesOn === true || statement.test === null)
      // What may have returned in an earlier turn may have returned still.
      if (completion) maybe = { ...(both(maybe, completion) ?? completion), certain }
      if (ends || goesOn === undefined) return maybe
      if (blockScoped) inner = inner.copy()
      for (const update of statement.update) evaluator.evaluate(update, inner)
    }
  })
}

const runTry = (evaluator: Evaluator, statement: Statement & { kind: 'try' }, scope: Scope): Completion => {
  const raised: Completion = { kind: 'throw', value: undefined, certain: true }
  let completion = evaluator.trying(() => runBlock(evaluator, statement.body, scope), raised)
  if (completion?.kind === 'throw' && completion.certain) {
    completion = null
    for (const handler of statement.handlers) completion = both(completion, runBlock(evaluator, handler, scope))
  } else {
    if (!isDone(evaluator, statement.body, completion, scope))
      evaluator.maybe(() => {
        for (const handler of statement.handlers) runBlock(evaluator, handler, scope)
      })
    completion ??= runBlock(evaluator, statement.otherwise, scope)
  }
  return runBlock(evaluator, statement.finally, scope) ?? completion
}

const runSwitch = (evaluator: Evaluator, statement: Statement & { kind: 'switch' }, scope: Scope): Completion => {
  const { semantics } = evaluator
  const subject = statement.subject === null ? true : evaluator.evaluate(statement.subject, scope)
  const inner = semantics.blockScoped ? new Scope(scope, scope.module, false) : scope
  const matches = (tests: Expression[]): boolean | undefined => {
    let undecided = false
    for (const test of tests) {
      const value = evaluator.evaluate(test, inner)
      const same =
        statement.subject === null ? semantics.truthiness(value) : semantics.truthiness(semantics.binary('==', subject, value, evaluator))
      if (same) return true
      if (same === undefined) undecided = true
    }
    return undecided ? undefined : false
  }
  const verdicts = statement.cases.map((one) => (one.tests.length === 0 ? false : matches(one.tests)))
  const end = (completion: Completion): Completion => (completion?.kind === 'break' ? null : completion)
  if (verdicts.includes(undefined)) {
    let maybe: Completion = null
    evaluator.maybe(() => {
      for (const one of statement.cases) maybe = both(maybe, end(runStatements(evaluator, one.body, inner)))
    })
    return maybe
  }
  const start = verdicts.includes(true) ? verdicts.indexOf(true) : statement.cases.findIndex((one) => one.tests.length === 0)
  if (start < 0) return null
  return end(
    runStatements(
      evaluator,
      statement.cases.slice(start).flatMap((one) => one.body),
      inner,
    ),
  )
}

export const runStatement = (evaluator: Evaluator, statement: Statement, scope: Scope): Completion => {
  evaluator.step()
  switch (statement.kind) {
    case 'declare':
      runDeclare(evaluator, statement, scope)
      return null
    case 'evaluate':
      evaluateForEffect(evaluator, statement.expression, scope)
      return null
    case 'function':
      if (!evaluator.semantics.hoistsFunctions || !scope.names.has(statement.function.name))
        declareFunction(evaluator, statement.function, scope)
      return null
    case 'class':
      declareClass(evaluator, statement.class, scope)
      return null
    case 'if':
      return evaluator.deeper(() => runIf(evaluator, statement, scope), null)
    case 'each':
      return evaluator.deeper(() => runEach(evaluator, statement, scope), null)
    case 'loop':
      return evaluator.deeper(() => runLoop(evaluator, statement, scope), null)
    case 'try':
      return evaluator.deeper(() => runTry(evaluator, statement, scope), null)
    case 'switch':
      return evaluator.deeper(() => runSwitch(evaluator, statement, scope), null)
    case 'block':
      return evaluator.deeper(() => runBlock(evaluator, statement.body, scope), null)
    case 'return':
      return { kind: 'return', value: statement.value ? evaluator.evaluate(statement.value, scope) : undefined, certain: true }
    case 'break':
    case 'continue':
    case 'throw':
      return { kind: statement.kind, value: undefined, certain: true }
    case 'delete':
      for (const name of statement.names) if (evaluator.uncertainty === 0) scope.names.delete(name)
      return null
    case 'import':
      runImport(evaluator, statement, scope)
      return null
    case 'exportDefault':
      if (statement.value.kind === 'call') scope.module.exports.get('default')?.()
      return null
    case 'export':
    case 'exportAll':
      return null
  }
}

/** An import that isn't at the top of the file (Python's in branches and functions) declares its names where it stands. */
const runImport = (evaluator: Evaluator, statement: Statement & { kind: 'import' }, scope: Scope): void => {
  if (scope !== scope.module.scope || statement.names.some(({ local }) => local !== '*' && !scope.names.has(local)))
    declareImports(evaluator, scope, statement)
  importForEffect(evaluator, statement, scope.module)
}
