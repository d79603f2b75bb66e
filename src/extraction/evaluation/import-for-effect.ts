/** What an import does besides giving names. */
import type { Statement } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import { ModuleInstance } from './module-instance.ts'
import { type Asked, mockOf } from './module-mocks.ts'
import { runModule } from './modules.ts'

/**
 * Runs what an import does besides giving names: the tests that the imported file declares belong to the importing one,
 * and an import of what isn't there fails.
 */
export const importForEffect = (evaluator: Evaluator, statement: Statement & { kind: 'import' }, from: ModuleInstance): void => {
  const { source, line, names } = statement
  if (evaluator.semantics.cannotImport?.(source) && evaluator.resolver.resolve(source, from) === undefined) evaluator.raise()
  runForEffect(evaluator, { source, from, line, isNamed: names.length > 0, asked: 'imported' })
}

export interface EffectfulImport {
  source: string
  from: ModuleInstance
  line: number
  /** Whether the importing file takes something from it, so that it may well be no more than a library. */
  isNamed: boolean
  asked: Asked
}

export const runForEffect = (evaluator: Evaluator, { source, from, line, isNamed, asked }: EffectfulImport): void => {
  const { collector } = evaluator
  // Where tests aren't declared by calls, an import has no effect that matters.
  if (!collector) return
  // What names are taken from by a package's name is a library, not another test file.
  if (isNamed && !source.startsWith('.')) return
  const target = evaluator.resolver.resolve(source, from, { ifCandidate: isNamed })
  if (!(target instanceof ModuleInstance) || collector.isElsewhere(target.path)) return
  const facts = evaluator.resolver.facts(target)
  if (!facts || !mayDeclare(facts.body, facts.vocabulary) || collector.ran.has(target.path)) return
  if (mockOf(evaluator, source, from, asked)?.runsActual === false) return
  collector.ran.add(target.path)
  // Each test file has its own module registry, so what is run for effect is not the shared instance.
  const instance = new ModuleInstance(target.path)
  instance.mocks = from.mocks
  evaluator.within({ kind: 'call', node: facts, module: from, line }, () => runModule(evaluator, instance))
}

/** A file that only brings others in may lead to tests without naming any. */
const mayDeclare = (body: readonly Statement[], vocabulary: boolean): boolean =>
  vocabulary || body.some((statement) => statement.kind === 'import' && statement.names.length === 0) || body.every(isBareRequire)

const isBareRequire = (statement: Statement): boolean =>
  statement.kind === 'evaluate' &&
  statement.expression.kind === 'call' &&
  statement.expression.callee.kind === 'name' &&
  statement.expression.callee.name === 'require'
