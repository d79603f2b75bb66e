import type { FileInventory, TestCase } from '../../../inventory/inventory.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { CandidateFile } from '../../framework.ts'
import type { Statement } from '../../facts/program.ts'
import { beginProgram } from '../../languages/python/python-environment.ts'
import { takeOutcome } from '../../languages/python/module-outcome.ts'
import { packageOutcome } from '../../languages/python/package-outcome.ts'
import { runStatements } from '../../languages/python/run-module.ts'
import { collectorsFor, type HookedCollector } from './collect-hooks.ts'
import type { Collector } from './collectors.ts'
import { collectSybil } from './sybil/collect-sybil.ts'
import { collectDoctests, collectTextDoctest, doctestOf } from './collect-doctests.ts'
import { type CollectedModule, collectModule } from './collect-module.ts'
import { type Conftest, ignoredByConftest, loadConftests, loadPlugins } from './load-conftests.ts'
import { isTestFile, isTextDoctest } from './pytest-scopes.ts'
import { reportUnfollowed } from './unfollowed-hooks.ts'
import { surroundingsOf } from './shared-surroundings.ts'
import type { PytestOptions } from './pytest-options.ts'

/** A module that always ends its own import holds no tests. */
const alwaysThrows = (statements: readonly Statement[]): boolean => statements.some(({ kind }) => kind === 'throw')

const NOTHING: CollectedModule = { suites: [], tests: [], hasPlainTests: false }

const importsPytest = ({ facts }: CandidateFile): boolean =>
  facts.body.some((statement) => statement.kind === 'import' && /^pytest\b/.test(statement.source))

export const collectFile = (file: CandidateFile, options: PytestOptions): FileInventory | null => {
  const { path, evaluator, facts, module } = file
  beginProgram(evaluator, { entry: module, variables: options.variables, plugins: options.plugins })
  const conftests = loadConftests(file, options)
  const around = conftests.map((conftest) => conftest.module)
  // Pytest has read them before it imports the file, which may change what they made.
  const plugins = loadPlugins(file, options, around)
  const ignored = ignoredByConftest(path, { conftests, plugins, evaluator })
  if (ignored === 'always') return null
  const hooked = options.collectingDirectories.length > 0 ? collectorsFor(path, conftests, evaluator) : []
  if (file.language === 'text') return options.isUndecided ? null : textInventory(file, options, hooked)
  const isTest = isTestFile(path, options)
  const asModule = hooked.find(({ collector }) => collector.kind === 'module')
  const isIgnorable = ignored === 'maybe' || (!isTest && asModule?.isConditional === true)
  const collected = isTest || asModule ? collectTests(file, options, { conftests, plugins, isIgnorable }) : NOTHING
  const doctests = alwaysThrows(facts.body) ? [] : doctestsOf(file, options, hooked)
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

const ALWAYS: HookedCollector = { collector: { kind: 'doctests' }, isConditional: false }

/** What is run, not imported: packages' own scripts. */
const isLeftOut = ({ path, facts }: CandidateFile): boolean =>
  /(?:^|\/)__main__\.py$/.test(path) ||
  (/(?:^|\/)setup\.py$/.test(path) &&
    facts.body.some((statement) => statement.kind === 'import' && /^(?:setuptools|distutils)\b/.test(statement.source)))

/** Those that pytest collects itself where it is asked to, and those that conftests collect. */
const doctestsOf = (file: CandidateFile, options: PytestOptions, hooked: readonly HookedCollector[]): TestCase[] =>
  collectedBy(file, options.runsModuleDoctests && !isLeftOut(file) ? [ALWAYS, ...hooked] : hooked)

const collectedBy = (file: CandidateFile, hooked: readonly HookedCollector[]): TestCase[] => {
  const found = new Map<string, TestCase>()
  for (const { collector, isConditional } of hooked)
    for (const test of testsOf(collector, file))
      if (!found.has(test.name)) found.set(test.name, isConditional ? { ...test, modifiers: ['conditional'] } : test)
  return [...found.values()]
}

const testsOf = (collector: Collector, file: CandidateFile): TestCase[] => {
  switch (collector.kind) {
    case 'doctests':
      return file.language === 'text' ? [] : collectDoctests(file)
    case 'text':
      return collectTextDoctest(file)
    case 'own':
      return [{ ...doctestOf('*', 1, 1), tags: [], cases: { kind: 'dynamic' } }]
    case 'module':
      return []
    case 'sybils':
      return collectSybil(collector.sybils, file)
  }
}

const textInventory = (file: CandidateFile, options: PytestOptions, hooked: readonly HookedCollector[]): FileInventory | null => {
  const { path, language, scope } = file
  const own = isTextDoctest(path, options) ? [{ collector: { kind: 'text' }, isConditional: false } as const] : []
  const tests = collectedBy(file, [...own, ...hooked])
  return tests.length === 0 ? null : { path, language, framework: 'pytest', detectedBy: scope.detectedBy, suites: [], tests }
}

interface Surroundings {
  conftests: readonly Conftest[]
  /** Those that are there before the file itself is imported. */
  plugins: readonly ModuleInstance[]
  /** A conftest leaves the file out on a condition. */
  isIgnorable: boolean
}

const collectTests = (
  file: CandidateFile,
  options: PytestOptions,
  { conftests, plugins: before, isIgnorable }: Surroundings,
): CollectedModule => {
  const { path, evaluator, module } = file
  const around = conftests.map((conftest) => conftest.module)
  surroundingsOf([...before, ...around], file)
  const ofPackages = packageOutcome(file)
  if (ofPackages.isSkipped) return NOTHING
  takeOutcome(evaluator, path)
  const ended = runStatements(file)
  const outcome = { ...ofPackages, ...takeOutcome(evaluator, path) }
  if (outcome.isSkipped || ended === 'always') return NOTHING
  outcome.isConditional ||= isIgnorable || ended === 'maybe' || ofPackages.isConditional
  const plugins = loadPlugins(file, options, [...around, module])
  reportUnfollowed([...plugins, ...around], file)
  return collectModule(file, { options, conftests, plugins, outcome })
}
