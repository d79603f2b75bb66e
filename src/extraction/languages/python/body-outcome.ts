/** Whether a test's body skips the test, or expects it to fail, before anything else can happen. A module's does so for all in it. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { redeclareImports } from '../../evaluation/modules.ts'
import { Scope } from '../../evaluation/scope.ts'
import type { CallExpression, Expression, Statement } from '../../facts/program.ts'
import { maySwallow } from './swallowing-managers.ts'
import { blocksOf, ends, isCertainIn, mayLeave, outcomeAt } from './test-body.ts'

export interface BodyOutcome {
  kind: 'skip' | 'xfail'
  isConditional: boolean
  reason?: string
}

/** A function or a module: its statements, and where their names are looked up. */
interface Body {
  readonly facts: { readonly body: readonly Statement[] }
  readonly scope: Scope
}

const KINDS: Readonly<Record<string, BodyOutcome['kind'] | 'may skip'>> = {
  skip: 'skip',
  skipTest: 'skip',
  SkipTest: 'skip',
  xfail: 'xfail',
  importorskip: 'may skip',
}

/** The name that a call goes by, where it is one that ends a test: `pytest.skip`, `self.skipTest`, `raise SkipTest`. */
const outcomeName = (expression: Expression, body: Body, evaluator: Evaluator): string | undefined => {
  // `pytest.skip` alone does nothing; what is raised is a call.
  if (expression.kind !== 'call') return undefined
  const called = expression.callee
  const callee = called.kind === 'member' && called.property === 'Exception' ? called.object : called
  const name =
    callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : callee.kind === 'name' ? callee.name : undefined
  if (name === undefined || !Object.hasOwn(KINDS, name)) return undefined
  if (name === 'skipTest' || name === 'SkipTest') return name
  // `skip` may be anything: it must be a runner's, and neither a mark nor the decorator of `unittest`.
  const value = evaluator.evaluate(callee, body.scope)
  if (typeof value !== 'object' || value === null) return undefined
  const path = value.kind === 'host' ? value.name : value.kind === 'unknown' ? value.path : undefined
  return path !== undefined && /^(?:pytest|py\.test|_pytest|nose)\b(?!\.mark\b)/.test(path) ? name : undefined
}

const reasonOf = (call: Expression, body: Body, evaluator: Evaluator): string | undefined => {
  if (call.kind !== 'call') return undefined
  const given = argumentOf(call)
  const value = given && evaluator.evaluate(given, body.scope)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const argumentOf = (call: CallExpression): Expression | undefined => {
  const named = call.keywords?.find(({ name }) => name === 'reason' || name === 'msg')
  const [first] = call.arguments
  return named?.value ?? (first?.kind === 'spread' ? undefined : first)
}

const importsIn = (statements: readonly Statement[], depth = 0): (Statement & { kind: 'import' })[] =>
  statements.flatMap((statement) =>
    statement.kind === 'import' ? [statement] : depth < 50 ? blocksOf(statement).flatMap((block) => importsIn(block, depth + 1)) : [],
  )

/** A function's body with what it imports itself; a module has run. */
const withImports = (body: Body, evaluator: Evaluator): Body => {
  const imports = body.scope.module.facts?.body === body.facts.body ? [] : importsIn(body.facts.body)
  if (imports.length === 0) return body
  const scope = new Scope(body.scope, body.scope.module, true)
  for (const statement of imports) redeclareImports(evaluator, scope, statement)
  return { facts: body.facts, scope }
}

export const bodyOutcome = (given: Body, evaluator: Evaluator): BodyOutcome | undefined => {
  const body = withImports(given, evaluator)
  const walk = (statements: readonly Statement[], isConditional: boolean, depth: number): BodyOutcome | undefined => {
    let maybe: BodyOutcome | undefined
    let isLeft = isConditional
    const visit = (inner: readonly Statement[], condition: boolean): BodyOutcome | undefined =>
      depth < 50 ? walk(inner, isLeft || condition, depth + 1) : undefined
    const told = (expression: Expression | null): BodyOutcome | undefined => {
      const name = expression === null ? undefined : outcomeName(expression, body, evaluator)
      const kind = name === undefined ? undefined : KINDS[name]
      if (expression === null || kind === undefined) return undefined
      if (kind === 'may skip') return { kind: 'skip', isConditional: true }
      const reason = reasonOf(expression, body, evaluator)
      return { kind, isConditional: isLeft, ...(reason === undefined ? {} : { reason }) }
    }
    for (const [at, statement] of statements.entries()) {
      let found = told(outcomeAt(statements, at))
      if (ends(statement)) return found && !found.isConditional ? found : (maybe ?? found)
      switch (statement.kind) {
        case 'if': {
          const verdict = statement.test.kind === 'literal' ? Boolean(statement.test.value) : undefined
          found = verdict === false ? visit(statement.else, false) : visit(statement.then, verdict === undefined)
          if (verdict === undefined) found ??= visit(statement.else, true)
          break
        }
        case 'block':
          found = visit(statement.body, false)
          if (found && statement.managers?.some((one) => maySwallow(one, body.scope, evaluator))) found = { ...found, isConditional: true }
          break
        default:
          if (statement.kind === 'try' && statement.expects) break
          for (const block of blocksOf(statement)) found ??= visit(block, !isCertainIn(statement, block))
      }
      if (found && !found.isConditional) return found
      maybe ??= found
      isLeft ||= mayLeave(statement)
    }
    return maybe
  }
  return walk(body.facts.body, false, 0)
}
