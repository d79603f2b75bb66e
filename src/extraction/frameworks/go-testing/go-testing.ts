/** Go's own `testing` package. */
import { outsideCall } from '../../evaluation/outside-call.ts'
import { dirname } from 'node:path/posix'
import { DeclarationCollector } from '../../declaration/declaration-collector.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import { gaps } from '../../evaluation/scope.ts'
import { type ClosureValue, host, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { FunctionFacts } from '../../facts/program.ts'
import type { CandidateFile, Framework, Scope } from '../../framework.ts'
import { areDirectivesMet } from '../../languages/go/go-build-constraints.ts'
import { type GoModule, isReached, modulesOf, within } from '../../languages/go/go-modules.ts'
import { narrowTests } from '../../languages/go/go-narrowing.ts'
import { filesBeside, isPackageReady, isTestFile } from '../../languages/go/go-packages.ts'
import type { FileInventory } from '../../../inventory/inventory.ts'
import type { Project } from '../../project.ts'
import { type GoTest, newTest, stepsSince, SubtestRun } from './subtest-run.ts'
import { testKindOf } from './test-functions.ts'
import { TESTIFY_SUITE } from './testify-suite.ts'
import { TESTSCRIPT } from './testscript.ts'
import { addTo } from './test-tree.ts'

const NAME = 'go-testing'

/** A module, and the directories of those inside it. */
type Key = [module: GoModule, nested: readonly string[]]

const scopeOf = (...key: Key): Scope => {
  const [module, nested] = key
  return {
    framework: NAME,
    directory: module.directory,
    includes: (path) => isTestFile(path) && isReached(module, nested, path),
    globals: null,
    detectedBy: 'name',
    key: JSON.stringify(key),
  }
}

const scopesOf = (project: Project): Scope[] => {
  const modules = modulesOf(project)
  return modules.map((module) => {
    const nested = modules
      .map((other) => other.directory)
      .filter((directory) => directory !== module.directory && within(module.directory, directory) !== null)
    return scopeOf(module, nested)
  })
}

/** Corpus files that a fuzz test of a file is run with, by name. */
const corpusOf = (file: CandidateFile): ((fuzzTest: string) => readonly string[]) => {
  const directory = dirname(file.path)
  return (fuzzTest) =>
    file.lookup.list([directory === '.' ? '' : directory, 'testdata/fuzz', fuzzTest].filter((part) => part !== '').join('/'))
}

const isEvaluationLimit = (error: unknown): boolean => error instanceof EvaluationLimit || error instanceof RangeError

const runFunction = (file: CandidateFile, facts: FunctionFacts, steps: () => number): GoTest => {
  const test = {
    ...newTest({ name: facts.name, line: facts.line, endLine: facts.endLine }),
    digest: facts.digest,
    assertions: facts.assertions ?? [],
  }
  const { evaluator, module } = file
  const value = evaluator.evaluate({ kind: 'name', name: facts.name }, module.scope)
  if (!isClosure(value)) return test
  evaluator.refill(steps())
  const invocation = outsideCall(evaluator, module, facts)
  const run = new SubtestRun(evaluator, file.path, {
    corpus: corpusOf(file),
    steps,
  })
  let isCut = false
  try {
    run.run(test, facts.name, (argument) => void evaluator.callClosure(value, [argument], { invocation }))
  } catch (error) {
    if (!isEvaluationLimit(error)) throw error
    isCut = true
  }
  // Benchmarks loop for ever by design; one that declared nothing by now hardly will.
  isCut ||= run.exhausted.some((one) => one.children.length > 0 || !facts.name.startsWith('Benchmark'))
  if (isCut) file.report('evaluation-limit', `${facts.name} does too much before its subtests are declared; those found so far are listed`)
  return test
}

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

const collect = (file: CandidateFile): FileInventory | null => {
  const { facts, evaluator, module } = file
  if (!areDirectivesMet(facts.directives ?? []) || !evaluator.load(module)) return null
  // Whatever would be found without the rest of the package would be found anew with it.
  if (!isPackageReady(module, file.lookup, evaluator)) return null
  narrowTests(module, evaluator)
  const unread = gaps.unread
  const steps = (): number => stepsSince(unread)
  const tests: GoTest[] = []
  for (const statement of facts.body) {
    if (statement.kind !== 'function') continue
    const kind = testKindOf(statement.function)
    if (kind === null) continue
    const { name, line, endLine, digest } = statement.function
    tests.push(kind === 'example' ? { ...newTest({ name, line, endLine }), digest } : runFunction(file, statement.function, steps))
  }
  const collector = new DeclarationCollector(file.path, evaluator)
  addTo(collector.root, tests)
  const isImported = facts.body.some((statement) => statement.kind === 'import' && statement.source === 'testing')
  return collector.finish({ language: 'go', framework: NAME, detectedBy: isImported ? 'import' : file.scope.detectedBy })
}

/** Of the package itself only what is asked before tests are declared matters: none of it follows from the text. */
const TESTING = host('testing', { member: (name) => (/^[A-Z]/.test(name) ? host(name, { call: () => UNKNOWN }) : MISSING) })

/** A test in a bubble is the same test. */
const SYNCTEST = host('testing/synctest', {
  member: (name) =>
    name === 'Test' || name === 'Run'
      ? host(name, {
          call: (invocation) => {
            const body = invocation.arguments.at(-1)
            if (isClosure(body)) invocation.evaluator.callClosure(body, invocation.arguments.slice(0, 1), { invocation })
            return UNKNOWN
          },
        })
      : MISSING,
})

const PROVIDED = new Map<string, Value>([
  ['testing', TESTING],
  ['testing/synctest', SYNCTEST],
  ['github.com/stretchr/testify/suite', TESTIFY_SUITE],
  ['github.com/rogpeppe/go-internal/testscript', TESTSCRIPT],
])

export const goTesting: Framework = {
  name: NAME,
  languages: ['go'],
  isConfiguration: (path) => /(?:^|\/)go\.(?:mod|work)$/.test(path),
  scopes: (project) => (project.paths.some((path) => path.endsWith('_test.go')) ? scopesOf(project) : []),
  openScope: (key) => scopeOf(...(JSON.parse(key) as Key)), // as `scopeOf` wrote it
  needs: (path, _scope, list) => filesBeside(path, list),
  host: (source) => PROVIDED.get(source),
  collect,
}
