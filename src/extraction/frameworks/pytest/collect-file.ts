import type { FileInventory } from '../../../inventory/inventory.ts'
import type { CandidateFile } from '../../framework.ts'
import type { Statement } from '../../facts/program.ts'
import { runStatements } from '../../languages/python/run-module.ts'
import { collectDoctests, collectTextDoctest } from './collect-doctests.ts'
import { type CollectedModule, collectModule } from './collect-module.ts'
import { type Conftest, ignoredByConftest, loadConftests, loadPlugins } from './load-conftests.ts'
import { isTestFile } from './pytest-scopes.ts'
import { takeOutcome } from './pytest-library.ts'
import { surroundingsOf } from './shared-surroundings.ts'
import type { PytestOptions } from './pytest-options.ts'

/** A module that always ends its own import holds no tests. */
const alwaysThrows = (statements: readonly Statement[]): boolean => statements.some(({ kind }) => kind === 'throw')

const NOTHING: CollectedModule = { suites: [], tests: [], hasPlainTests: false }

const importsPytest = ({ facts }: CandidateFile): boolean =>
  facts.body.some((statement) => statement.kind === 'import' && /^pytest\b/.test(statement.source))

export const collectFile = (file: CandidateFile, options: PytestOptions): FileInventory | null => {
  const { path, evaluator, facts } = file
  const conftests = loadConftests(file, options)
  const ignored = ignoredByConftest(path, conftests, evaluator)
  if (ignored === 'always') return null
  if (file.language === 'text') return options.isUndecided ? null : textInventory(file)
  const collected = isTestFile(path, options) ? collectTests(file, options, { conftests, isIgnorable: ignored === 'maybe' }) : NOTHING
  const doctests = options.runsModuleDoctests && !alwaysThrows(facts.body) ? collectDoctests(file) : []
  const isImported = importsPytest(file)
  // Where nothing says who runs the tests, those of unittest's own kind are left to unittest.
  if (options.isUndecided && !collected.hasPlainTests && !isImported) return null
  if (collected.suites.length + collected.tests.length + doctests.length === 0) return null
  return {
    path,
    language: 'python',
    framework: 'pytest',
    detectedBy: isImported ? 'import' : file.scope.detectedBy,
    suites: collected.suites.toSorted((a, b) => a.line - b.line),
    tests: [...collected.tests, ...doctests].toSorted((a, b) => a.line - b.line),
  }
}

const textInventory = (file: CandidateFile): FileInventory | null => {
  const test = collectTextDoctest(file)
  return (
    test && { path: file.path, language: file.language, framework: 'pytest', detectedBy: file.scope.detectedBy, suites: [], tests: [test] }
  )
}

interface Surroundings {
  conftests: readonly Conftest[]
  /** A conftest leaves the file out on a condition. */
  isIgnorable: boolean
}

const collectTests = (file: CandidateFile, options: PytestOptions, { conftests, isIgnorable }: Surroundings): CollectedModule => {
  const { path, evaluator, module } = file
  const around = conftests.map((conftest) => conftest.module)
  // Pytest has read them before it imports the file, which may change what they made.
  surroundingsOf([...loadPlugins(file, options, around), ...around], file)
  takeOutcome(evaluator, path)
  const ended = runStatements(file)
  const outcome = takeOutcome(evaluator, path)
  if (outcome.isSkipped || ended) return NOTHING
  outcome.isConditional ||= isIgnorable
  const plugins = loadPlugins(file, options, [...around, module])
  return collectModule(file, { options, conftests, plugins, outcome })
}
