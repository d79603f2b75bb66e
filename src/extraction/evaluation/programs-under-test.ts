/** Which code is a program that tests are about, rather than what declares them: it is entered for its value, on a small allowance. */
import type { Evaluator } from './evaluator.ts'
import type { ModuleInstance } from './module-instance.ts'
import type { Value } from './value.ts'

/** Folders and names of what supports tests: it may declare by what it imports, without a test word of its own. */
const SUPPORT =
  /(?:^|[/._-])(?:tests?|test_?(?:base|cases?|common|data|lib|suites?|tools?|utils?)|conftest|specs?|e2e|cypress|playwright|support|helpers?|testing|integration)(?:[/._-]|$)|__tests__/i

const standsWithTests = ({ collector }: Evaluator, path: string): boolean =>
  SUPPORT.test(path) || (collector !== null && directoryOf(collector.path) === directoryOf(path))

const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Whether a file declares no tests. A program under test may use a test word for something of its own. */
export const isLibrary = (evaluator: Evaluator, module: ModuleInstance): boolean => {
  const { librariesByPlace } = evaluator.semantics
  if (module.facts?.vocabulary === false && librariesByPlace !== 'alone') return true
  return librariesByPlace !== undefined && !module.isEntry && !standsWithTests(evaluator, module.path)
}

/** Whether what is run, a test's body, declares nothing and changes nothing that tests are made of: all are listed before. */
const runsOnceListed = ({ collector, isApart }: Evaluator): boolean => collector === null && !isApart

/**
 * A function that its lowering found to do nothing with tests is not entered for its effect; nor, where lowering tells
 * which functions change something, is one that doesn't, of a file without any test word, that is given nothing which
 * could declare tests. Elsewhere it may fill what tests are made of (`this.rules.set(name, rule)`).
 */
export const cannotDeclare = (evaluator: Evaluator, callee: Value, args: Value[]): boolean =>
  typeof callee === 'object' &&
  callee?.kind === 'closure' &&
  (callee.facts.inert === true ||
    ((evaluator.semantics.tellsChanges === true || runsOnceListed(evaluator)) &&
      callee.module.facts?.vocabulary === false &&
      callee.facts.changes !== true &&
      !standsWithTests(evaluator, callee.module.path) &&
      !args.some((argument) => typeof argument === 'object' && (argument?.kind === 'closure' || argument?.kind === 'host'))))
