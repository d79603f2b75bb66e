/** Running statements: what is certain happens, what may happen happens under a condition, what loops loops. */
import type { Expression, Statement } from '../facts/program.ts'
import { type Completion, endedBy, followedBy, oneOf, without } from './completion.ts'
import { inBranch, noteRedeclared, runIf } from './branches.ts'
import type { Evaluator } from './evaluator.ts'
import { evaluateForEffect } from './calls.ts'
import { deferCall } from './deferred-calls.ts'
import { declareClass, declareFunction } from './definitions.ts'
import { runEach, runLoop } from './loops.ts'
import { runManaged } from './managed-block.ts'
import { ModuleInstance } from './module-instance.ts'
import { importForEffect } from './import-for-effect.ts'
import { redeclareImports } from './modules.ts'
import { bindPattern, patternNames } from './patterns.ts'
import { runBlock } from './run-block.ts'
import { Scope } from './scope.ts'
import { runTry } from './try-statement.ts'
import { UNKNOWN, type Value } from './value.ts'

export const runStatements = (evaluator: Evaluator, statements: readonly Statement[], scope: Scope): Completion => {
  if (evaluator.semantics.hoistsFunctions)
    for (const statement of statements)
      // A module's own are there already. Of several by one name the last one counts.
      if (statement.kind === 'function' && (scope !== scope.module.scope || !scope.names.has(statement.function.name)))
        declareFunction(evaluator, statement.function, scope)
  let maybe: Completion = null
  try {
    for (const statement of statements) {
      const completion = runStatement(evaluator, statement, scope)
      if (!completion) continue
      if (completion.certain) return followedBy(maybe, completion)
      if (!maybe) evaluator.conditions++
      maybe = followedBy(maybe, completion)
    }
    return maybe
  } finally {
    if (maybe) evaluator.conditions--
  }
}

/** Whether the text of the file that defines it has words that tests are declared with; so may what isn't from a file. */
const mayDeclareTests = (callee: Value): boolean => {
  if (typeof callee !== 'object' || callee === null) return false
  if (callee.kind === 'either') return callee.options.some(mayDeclareTests)
  if (callee.kind === 'closure' || callee.kind === 'class') return callee.module.facts?.vocabulary === true
  return callee.kind !== 'unknown'
}

/** Whether a call leads into a file of the repository that declares no tests, so that only its value can matter. */
const onlyValueMatters = (evaluator: Evaluator, expression: Expression, scope: Scope): boolean => {
  let root = expression
  // Of calls of what calls give, the first one.
  let callee = expression
  while (root.kind === 'call' || root.kind === 'member') {
    if (root.kind === 'call') ({ callee } = root)
    root = root.kind === 'call' ? root.callee : root.object
  }
  if (expression.kind !== 'call' || root.kind !== 'name') return false
  const source = scope.find(root.name)?.source
  if (source === undefined || !(evaluator.resolver.resolve(source, scope.module) instanceof ModuleInstance)) return false
  return !mayDeclareTests(evaluator.evaluate(callee, scope))
}

const runDeclare = (evaluator: Evaluator, statement: Statement & { kind: 'declare' }, scope: Scope): void => {
  const target = statement.var || !evaluator.semantics.blockScoped ? scope.owner : scope
  const { pattern, value, hooked } = statement
  if (statement.field) return
  if (target !== scope && evaluator.uncertainty > 0) noteRedeclared(target, patternNames(pattern))
  // Python's `a: int` says what a name will hold, and makes none.
  if (statement.annotated && value === null) return
  if (value === null) {
    for (const name of patternNames(pattern))
      if (!target.names.has(name))
        target.names.set(name, { value: undefined, pending: null, birth: evaluator.uncertainty, awaits: evaluator.bodies })
  } else if (pattern.kind === 'name' && !target.isClassBody && onlyValueMatters(evaluator, value, scope)) {
    // What a class has is looked at as it is when the class is made.
    evaluator.doubts++
    target.declarePending(pattern.name, () => evaluator.evaluate(value, scope), { birth: evaluator.uncertainty })
  } else bindPattern(evaluator, pattern, evaluator.evaluate(value, scope), target, 'declare')
  for (const name of hooked ?? []) {
    const binding = target.names.get(name)
    if (binding) Object.assign(binding, { awaits: evaluator.bodies, isChanged: true })
  }
}

/** Whether no case goes on with the next one; nothing is before the first. */
const endsItself = (body: readonly Statement[] | undefined): boolean => {
  const last = body?.at(-1)
  return body === undefined || last?.kind === 'break' || last?.kind === 'return' || last?.kind === 'throw'
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
  const end = (completion: Completion): Completion => without(completion, ({ kind, label }) => kind === 'break' && label === undefined).rest
  if (verdicts.includes(undefined)) {
    let maybe: Completion = null
    evaluator.maybe(() => {
      for (const [at, one] of statement.cases.entries())
        if (verdicts[at] !== false || one.tests.length === 0 || !endsItself(statement.cases[at - 1]?.body))
          maybe = oneOf(maybe, end(inBranch(evaluator, inner, () => runStatements(evaluator, one.body, inner))))
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

const runLabelled = (evaluator: Evaluator, { body, labels, managers }: Statement & { kind: 'block' }, scope: Scope): Completion => {
  const completion = managers ? runManaged(evaluator, body, managers, scope) : runBlock(evaluator, body, scope)
  return labels ? without(completion, ({ label }) => label !== undefined && labels.includes(label)).rest : completion
}

const runStatement = (evaluator: Evaluator, statement: Statement, scope: Scope): Completion => {
  evaluator.step()
  switch (statement.kind) {
    case 'declare':
      runDeclare(evaluator, statement, scope)
      return null
    case 'evaluate':
      if (statement.deferred && statement.expression.kind === 'call') deferCall(evaluator, statement.expression, scope)
      else evaluateForEffect(evaluator, statement.expression, scope)
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
      return evaluator.deeper(() => runLabelled(evaluator, statement, scope), null)
    case 'return':
      return endedBy('return', statement.value ? evaluator.evaluate(statement.value, scope) : undefined)
    case 'break':
    case 'continue':
      return endedBy(statement.kind, undefined, statement.label)
    case 'throw':
      return endedBy('throw', statement.value ? evaluator.evaluate(statement.value, scope) : UNKNOWN)
    case 'delete':
      for (const name of statement.names) if (evaluator.uncertainty === 0) scope.names.delete(name)
      return null
    case 'import':
      redeclareImports(evaluator, scope, statement)
      importForEffect(evaluator, statement, scope.module)
      return null
    case 'exportDefault':
      if (statement.value.kind === 'call') scope.module.exports.get('default')?.()
      return null
    case 'export':
    case 'exportAll':
      return null
  }
}
