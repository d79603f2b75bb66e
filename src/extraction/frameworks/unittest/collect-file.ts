/** The tests of a module as `unittest` loads them: test methods of its `TestCase` classes, imported ones too. */
import type { FileInventory, Suite, TestCase } from '../../../inventory/inventory.ts'
import type { ClassValue, ClosureValue, Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { moduleNames, type NamedValue } from '../../languages/python/named-values.ts'
import { SKIP } from '../../languages/python/library/unittest.ts'
import { definitionsOf } from '../../languages/python/definitions-of.ts'
import { joinAlternatives } from '../../languages/python/join-alternatives.ts'
import { classNameOf, doubted, isDoubtful, memberOf } from '../../languages/python/python-classes.ts'
import { realFunction } from '../../languages/python/real-function.ts'
import { beginProgram } from '../../languages/python/python-environment.ts'
import { takeOutcome } from '../../languages/python/module-outcome.ts'
import { packageOutcome } from '../../languages/python/package-outcome.ts'
import { runStatements } from '../../languages/python/run-module.ts'
import { UNDECIDED } from '../../languages/python/undecided.ts'
import {
  isMaybeTestCase,
  isTestCase,
  isUsedAsTestCase,
  methodNamed,
  setUpHooks,
  type TestMethod,
  testMethods,
} from '../../languages/python/unittest-cases.ts'
import {
  callThatMade,
  dynamicTest,
  openedBy,
  putUnderUnknownNames,
  testsOfOpenClass,
  unknownClasses,
  unknownSuite,
} from '../../languages/python/unknown-classes.ts'
import { outer, statusOf, statusOfAttributes, statusOfSetUp, strongest, type UnitStatus } from './test-status.ts'
import { loadedByPackages, reportUnseen } from './package-load-tests.ts'
import { optionsOf, wayTo } from './unittest-scopes.ts'
import { loadedTests } from './load-tests.ts'

const read =
  (type: ClassValue) =>
  (name: string): Value => {
    const member = memberOf(type, name)
    return typeof member === 'symbol' ? undefined : member
  }

interface FoundClass {
  name: string
  /** Of several that are found under one the module has one. */
  key: string | ClassValue
  type: ClassValue
  birth: number
  /** Those of its methods that `load_tests` chose; otherwise all tests. */
  only?: ReadonlySet<string>
}

const namesOf = (file: CandidateFile): NamedValue[] => moduleNames(file.module, file)

/** Each class once, under the first of its names. */
const classesOf = (file: CandidateFile): FoundClass[] => {
  const found = new Map<ClassValue, FoundClass>()
  for (const named of namesOf(file))
    for (const { made: type, birth } of definitionsOf(named))
      if (type.kind === 'class' && !found.has(type) && (isTestCase(type) || isUsedAsTestCase(type, file.path)))
        found.set(type, { name: classNameOf(type) || named.name, key: named.name, type, birth })
  return [...found.values()]
}

const testOf = (
  { name, owner, value }: TestMethod,
  suite: { line: number; endLine: number; status: UnitStatus; birth: number; isMultiplied: boolean },
  file: CandidateFile,
  type: ClassValue,
): TestCase | null => {
  const birth = owner.scope.names.get(name)?.birth ?? 0
  const callees = definitionsOf({ name, value, birth }).flatMap(({ made }) => (made.kind === 'closure' ? [made] : []))
  const [callee] = callees
  if (!callee) return null
  const real = realFunction(callee)
  const statusOfOne = (one: ClosureValue): UnitStatus => {
    const known = statusOf(one, type, file.evaluator)
    return callees.length > 1 || (one.birth ?? 0) > birth ? doubted(known) : known
  }
  const own = strongest(callees.map(statusOfOne))
  const { status, from } = outer(own, suite.status)
  const isInherited = real.module.path !== file.path || owner !== type
  const isConditional = status.isConditional || suite.birth > 0 || birth > 0
  return {
    id: '',
    name,
    line: isInherited ? suite.line : real.facts.line,
    endLine: isInherited ? suite.endLine : real.facts.endLine,
    status: status.status,
    statusFrom: from,
    ...(status.reason === undefined ? {} : { reason: status.reason }),
    modifiers: isConditional ? ['conditional'] : [],
    tags: [],
    ...(isInherited ? { declaredAt: { path: real.module.path, line: real.facts.line } } : {}),
    cases: suite.isMultiplied || callee.attributes.has(UNDECIDED) ? { kind: 'dynamic' } : null,
    bodyDigest: real.facts.digest,
    ...(real.facts.assertions ? { assertions: real.facts.assertions } : {}),
  }
}

const methodsOf = ({ type, only }: FoundClass): TestMethod[] =>
  only ? [...only].flatMap((name) => methodNamed(type, name) ?? []) : testMethods(type)

/** A module's `load_tests` that is of `testscenarios` lists each test of a class once for each of the class's scenarios. */
const isMultiplied = (type: ClassValue, hasLoadTests: boolean): boolean => {
  const scenarios = read(type)('scenarios')
  return hasLoadTests && scenarios !== undefined && scenarios !== null
}

const suiteOf = (found: FoundClass, file: CandidateFile, moduleStatus: UnitStatus, hasLoadTests: boolean): Suite | null => {
  const { name, type, birth, only } = found
  const isElsewhere = type.module.path !== file.path
  const importing = file.facts.body.find((one) => one.kind === 'import' && one.names.some(({ local }) => local === name || local === '*'))
  const made = isElsewhere ? callThatMade(name, file) : undefined
  const line = made?.line ?? (isElsewhere ? (importing?.kind === 'import' ? importing.line : 1) : type.facts.line)
  const endLine = made?.endLine ?? (isElsewhere ? line : type.facts.endLine)
  const asFar = (status: UnitStatus, member: string): UnitStatus => (isDoubtful(type, member, birth) ? doubted(status) : status)
  const own = strongest([
    asFar(statusOfAttributes(read(type)), SKIP),
    ...setUpHooks(type).map((hook) => asFar(statusOfSetUp(read(type)(hook), type, file.evaluator), hook)),
  ])
  const outerStatus = outer(own, moduleStatus).status
  const status = { ...outerStatus, isConditional: outerStatus.isConditional || isMaybeTestCase(type) }
  const tests = methodsOf(found).flatMap(
    (method) => testOf(method, { line, endLine, status, birth, isMultiplied: isMultiplied(type, hasLoadTests) }, file, type) ?? [],
  )
  const suite: Suite = { name, line, endLine, status: status.status, suites: [], tests: tests.toSorted((a, b) => a.line - b.line) }
  const opened = only ? undefined : openedBy(type)
  if (opened !== undefined)
    suite.tests.push(testsOfOpenClass(opened, suite, file, { ...status, isConditional: status.isConditional || birth > 0 }))
  return suite.tests.length > 0 ? suite : null
}

export const collectFile = (file: CandidateFile): FileInventory | null => {
  const { path, evaluator, facts, module } = file
  const options = optionsOf(file.scope)
  beginProgram(evaluator, { entry: module, variables: options.variables })
  const around = packageOutcome(file)
  if (around.isSkipped) return null
  const way = wayTo(path, options, file.lookup.project)
  const loaded = way === 'named' ? 'always' : loadedByPackages(file, options.runs)
  if (loaded === 'never') return null
  takeOutcome(evaluator, path)
  const ended = runStatements(file)
  if (ended === 'always') return null
  const outcome = { ...around, ...takeOutcome(evaluator, path) }
  outcome.isConditional ||= ended === 'maybe' || around.isConditional || loaded === 'maybe' || way === 'doubtful'
  if (path.endsWith('/__init__.py')) reportUnseen(file, options.runs)
  const names = new Map(namesOf(file).map(({ name, value }) => [name, value]))
  const ofSetUp = statusOfSetUp(names.get('setUpModule'), null, evaluator)
  const moduleStatus = outcome.isConditional ? strongest([ofSetUp, { status: 'active', ...outcome }]) : ofSetUp
  let classes = classesOf(file)
  const loadTests = names.get('load_tests')
  if (typeof loadTests === 'object' && loadTests?.kind === 'closure') {
    const loaded = loadedTests(
      loadTests,
      classes.map(({ type }) => type),
      evaluator,
    )
    classes = [...loaded].map(([type, only]) => ({
      ...(classes.find((one) => one.type === type) ?? { name: classNameOf(type), key: type, type, birth: 0 }),
      ...(only ? { only } : {}),
    }))
  }
  const unknown = loadTests === undefined ? unknownClasses(file, (name) => /^Test[A-Z\d_]/.test(name)) : []
  const suites = [
    ...[...Map.groupBy(classes, ({ key }) => key).values()].flatMap((same) => {
      const alternatives = same.flatMap((found) => suiteOf(found, file, moduleStatus, loadTests !== undefined) ?? [])
      return joinAlternatives(alternatives.map((suite) => ({ suites: [suite], tests: [] }))).suites
    }),
    ...unknown.map((found) => unknownSuite(found, moduleStatus)),
  ].toSorted((a, b) => a.line - b.line)
  const mayBeTests = (value: ClassValue | ClosureValue | null): boolean =>
    value === null || (value.kind === 'class' && isTestCase(value) && testMethods(value).length > 0)
  const tests = putUnderUnknownNames(file, mayBeTests).map((made) => dynamicTest(made, moduleStatus))
  if (suites.length + tests.length === 0) return null
  const isImported = facts.body.some((statement) => statement.kind === 'import' && /^unittest2?\b/.test(statement.source))
  return {
    path,
    language: 'python',
    framework: 'unittest',
    detectedBy: isImported ? 'import' : file.scope.detectedBy,
    suites,
    tests,
  }
}
