/** All tests of one module, as pytest's collector finds them: by names, in order, through classes and their bases. */
import type { Status, Suite, TestCase } from '../../../inventory/inventory.ts'
import type { ClassValue, ClosureValue, Value } from '../../evaluation/value.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Expression } from '../../facts/program.ts'
import type { CandidateFile } from '../../framework.ts'
import { SKIP } from '../../languages/python/library/unittest.ts'
import { type Definition, definitionsOf } from '../../languages/python/definitions-of.ts'
import { joinAlternatives } from '../../languages/python/join-alternatives.ts'
import { doubted, isDoubtful, memberOf } from '../../languages/python/python-classes.ts'
import { isMaybeTestCase, isTestCase, isUsedAsTestCase, setUpHooks, testMethods } from '../../languages/python/unittest-cases.ts'
import {
  callThatMade,
  dynamicTest,
  openedBy,
  putUnderUnknownNames,
  testsOfOpenClass,
  unknownClasses,
  unknownSuite,
} from '../../languages/python/unknown-classes.ts'
import { hasConstructor, isAbstract } from './collectable-class.ts'
import { collectFunction, type Place } from './collect-functions.ts'
import { withFixtures } from './fixture-closure.ts'
import { isInitial, type Conftest, nameIn } from './load-conftests.ts'
import { moduleNames, type NamedValue } from '../../languages/python/named-values.ts'
import { classNames } from './class-names.ts'
import { namingHooks } from './naming-conftests.ts'
import type { ModuleOutcome } from '../../languages/python/module-outcome.ts'
import { marksIn, type PytestMark } from './pytest-marks.ts'
import type { PytestOptions } from './pytest-options.ts'
import { fixturesIn, hookOf, surroundingsOf } from './shared-surroundings.ts'
import { matchesName } from './shell-glob.ts'
import { combine, statusOfAttributes, statusOfBody, statusOfMarks, type TestStatus } from './test-status.ts'

export interface CollectedModule {
  suites: Suite[]
  tests: TestCase[]
  /** Whether any of it only pytest would run. */
  hasPlainTests: boolean
}

const NOTHING: CollectedModule = { suites: [], tests: [], hasPlainTests: false }

const DEPTH_LIMIT = 20

/** The marks of a class: those of its bases first, as they are put together by pytest. */
const marksOfClass = (type: ClassValue): PytestMark[] => {
  const own = (one: ClassValue, depth: number): PytestMark[] => [
    ...(depth > DEPTH_LIMIT
      ? []
      : one.bases.flatMap((base) => (typeof base === 'object' && base?.kind === 'class' ? own(base, depth + 1) : []))),
    ...marksIn(one.members.get('pytestmark')),
  ]
  return own(type, 0)
}

const valuesOf =
  (type: ClassValue) =>
  (name: string): Value => {
    const member = memberOf(type, name)
    return typeof member === 'symbol' ? undefined : member
  }

/** Set-up that skips skips every test around it: the first of its names that there is. */
const statusOfSetUp = (
  read: (name: string) => Value,
  names: readonly string[],
  type: ClassValue | null,
  { evaluator }: CandidateFile,
): TestStatus => {
  const callee = names.map(read).find((one) => one !== undefined && one !== null)
  return combine(typeof callee === 'object' && callee?.kind === 'closure' ? [statusOfBody(callee, type, evaluator)] : [])
}

const isTestFunction = (name: string, callee: ClosureValue, options: PytestOptions): boolean => {
  if (callee.facts.accessor === 'get') return false
  const marked = callee.attributes.get('__test__')
  if (marked === true) return true
  return marked !== false && matchesName(name, options.functionPatterns) && !isGenerator(callee)
}

/** pytest takes none; what a decorator makes of one, as Twisted's `inlineCallbacks`, is none any more. */
const isGenerator = ({ facts }: ClosureValue): boolean => facts.generator === true && facts.decorators.every(isMark)

/** `@pytest.mark.slow`, which gives back the function itself. */
const isMark = (decorator: Expression): boolean => {
  if (decorator.kind === 'call') return isMark(decorator.callee)
  if (decorator.kind === 'member') return decorator.property === 'mark' || isMark(decorator.object)
  return decorator.kind === 'name' && (decorator.name === 'mark' || decorator.name === 'pytest')
}

/** `__test__` of a class or a module: whatever counts as false leaves its tests out. */
const isTurnedOff = (value: Value, { evaluator }: CandidateFile): boolean =>
  value !== undefined && evaluator.semantics.truthiness(value) === false

/** Hooks of what is nearest are called first. */
const generatorsIn = (modules: readonly ModuleInstance[]): ClosureValue[] =>
  modules.toReversed().flatMap((module) => hookOf(nameIn(module, 'pytest_generate_tests')))

const suiteStatus = (statuses: readonly TestStatus[]): Status => combine(statuses).status

interface Walk {
  place: Place
  depth: number
}

const placeOfDefinition = (definition: ClassValue, place: Place): { line: number; endLine: number } =>
  definition.module.path === place.file.path
    ? { line: definition.facts.line, endLine: definition.facts.endLine }
    : { line: place.line, endLine: place.endLine }

const collectClass = (name: string, type: ClassValue, birth: number, { place, depth }: Walk): Suite | null => {
  if (depth > DEPTH_LIMIT || isTurnedOff(valuesOf(type)('__test__'), place.file)) return null
  const isUnitTest = isUnitTestClass(name, type, place)
  if (isAbstract(type) || (!isUnitTest && hasConstructor(type))) return null
  const names = classNames(type)
  const own = marksOfClass(type)
  const read = valuesOf(type)
  const setUps = isUnitTest ? [...setUpHooks(type), 'setup_class', 'setup_method'] : ['setup_class', 'setup_method']
  const asFar = (status: TestStatus, name: string): TestStatus => (isDoubtful(type, name, birth) ? doubted(status) : status)
  const statuses = [
    asFar(statusOfAttributes(read), SKIP),
    ...setUps.map((name) => asFar(statusOfSetUp(read, [name], type, place.file), name)),
    ...place.statuses,
  ]
  const inner: Place = {
    ...place,
    ...placeOfDefinition(type, place),
    type,
    classNames: [...place.classNames, name],
    fixtures: withFixtures(place.fixtures, fixturesIn(names), true),
    marks: [...own, ...place.marks],
    statuses,
    birth: Math.max(place.birth, birth),
    // What is called like a test class is collected whatever its base turns out to be.
    mayBeAbsent: place.mayBeAbsent || (isMaybeTestCase(type) && !matchesName(name, place.options.classPatterns)),
    generators: {
      ...place.generators,
      first: [...hookOf(read('pytest_generate_tests')).map((one) => ({ ...one, receiver: type })), ...place.generators.first],
    },
  }
  const suite: Suite = {
    name,
    line: inner.line,
    endLine: inner.endLine,
    status: suiteStatus([statusOfMarks(inner.marks, inner.birth), ...statuses]),
    suites: [],
    tests: [],
  }
  if (isUnitTest) {
    for (const { name, value, owner } of testMethods(type)) {
      const definitions = definitionsOf({ name, value, birth: owner.scope.names.get(name)?.birth ?? 0 })
      const alternatives = definitions.map(({ made, birth }) => ({
        suites: [],
        tests:
          made.kind === 'closure' && made.attributes.get('__test__') !== false
            ? collectFunction({ name, callee: made, birth, isUnitTest }, inner)
            : [],
      }))
      suite.tests.push(...joinAlternatives(alternatives).tests)
    }
  } else collectNames(names, suite, { place: inner, depth: depth + 1 })
  const opened = openedBy(type)
  if (opened !== undefined) {
    const known = combine([statusOfMarks(inner.marks, inner.birth), ...statuses])
    suite.tests.push(
      testsOfOpenClass(opened, suite, place.file, { ...known, isConditional: known.isConditional || inner.birth > 0 || inner.mayBeAbsent }),
    )
  }
  return suite.tests.length > 0 || suite.suites.length > 0 ? suite : null
}

const isTestClass = (name: string, type: ClassValue, place: Place): boolean =>
  matchesName(name, place.options.classPatterns) || isUnitTestClass(name, type, place) || valuesOf(type)('__test__') === true

/** Classes that pytest takes by their names anyway are what they are for sure. */
const isUnitTestClass = (name: string, type: ClassValue, { options, file }: Place): boolean =>
  isTestCase(type) || (!matchesName(name, options.classPatterns) && isUsedAsTestCase(type, file.path))

/** Collects what a name stands for. */
const collectDefinition = (name: string, { made, birth }: Definition, walk: Walk): CollectedModule => {
  const { place } = walk
  const isImported = made.module.path !== place.file.path && place.type === null
  if (isImported && !place.options.collectsImportedTests) return NOTHING
  const at = isImported ? { ...place, ...lineOfImport(name, place.file) } : place
  if (made.kind === 'closure')
    return isTestFunction(name, made, place.options)
      ? { suites: [], tests: collectFunction({ name, callee: made, birth, isUnitTest: false }, at), hasPlainTests: true }
      : NOTHING
  const suite = isTestClass(name, made, place) ? collectClass(name, made, birth, { ...walk, place: at }) : null
  return suite ? { suites: [suite], tests: [], hasPlainTests: !isTestCase(made) } : NOTHING
}

/** Collects what a list of names holds; whether any of it is no `unittest` class. */
const collectNames = (names: readonly NamedValue[], into: { suites: Suite[]; tests: TestCase[] }, walk: Walk): boolean => {
  let hasPlainTests = false
  for (const named of names) {
    const alternatives = definitionsOf(named).map((definition) => collectDefinition(named.name, definition, walk))
    const { suites, tests } = joinAlternatives(alternatives)
    into.suites.push(...suites)
    into.tests.push(...tests)
    hasPlainTests ||= alternatives.some((one) => one.hasPlainTests)
  }
  return hasPlainTests
}

/** Where a name of another file comes into this one, or is made by a function of another file. */
const lineOfImport = (name: string, file: CandidateFile): { line: number; endLine: number } => {
  const made = callThatMade(name, file)
  if (made) return { line: made.line, endLine: made.endLine }
  const statement = file.facts.body.find((one) => one.kind === 'import' && one.names.some(({ local }) => local === name || local === '*'))
  const line = statement?.kind === 'import' ? statement.line : 1
  return { line, endLine: line }
}

export interface ModuleSurroundings {
  options: PytestOptions
  conftests: readonly Conftest[]
  plugins: readonly ModuleInstance[]
  outcome: ModuleOutcome
}

/** `file.module` has run. */
export const collectModule = (file: CandidateFile, { options, conftests, plugins, outcome }: ModuleSurroundings): CollectedModule => {
  const names = moduleNames(file.module, file)
  const surroundings = surroundingsOf([...plugins, ...conftests.map((conftest) => conftest.module)], file)
  const early = conftests.filter((one) => isInitial(one.directory, options))
  const late = conftests.filter((one) => !early.includes(one))
  const collected: CollectedModule = { suites: [], tests: [], hasPlainTests: false }
  if (file.evaluator.budget.isLookingAhead) return collected
  const read = (name: string): Value => nameIn(file.module, name)
  const place: Place = {
    file,
    options,
    fixtures: withFixtures(surroundings.fixtures, fixturesIn(names), false),
    marks: marksIn(read('pytestmark')),
    statuses: [
      statusOfSetUp(read, ['setUpModule', 'setup_module'], null, file),
      {
        status: 'active',
        isConditional: outcome.isConditional,
        ...(outcome.isConditional && outcome.reason !== undefined ? { reason: outcome.reason } : {}),
      },
    ],
    ofFunctions: [statusOfSetUp(read, ['setup_function'], null, file)],
    type: null,
    classNames: [],
    generators: {
      first: [...hookOf(read('pytest_generate_tests')), ...generatorsIn(late.map((one) => one.module))],
      last: generatorsIn([...plugins, ...early.map((one) => one.module)]),
    },
    modifiers: surroundings.modifiers,
    idHooks: namingHooks(surroundings.idHooks, file, options),
    birth: 0,
    mayBeAbsent: outcome.isConditional,
    line: 1,
    endLine: 1,
  }
  if (isTurnedOff(read('__test__'), file)) return collected
  collected.hasPlainTests = collectNames(names, collected, { place, depth: 0 })
  const status = combine([statusOfMarks(place.marks, place.birth), ...place.statuses])
  const isClassName = (name: string): boolean => /^[A-Z]\w*[a-z]/.test(name) && matchesName(name, options.classPatterns)
  collected.suites.push(...unknownClasses(file, isClassName).map((found) => unknownSuite(found, status)))
  const mayBeTests = (value: ClassValue | ClosureValue | null): boolean => {
    if (value?.kind === 'closure') return !isGenerator(value)
    return value === null || collectClass(value.facts.name, value, 0, { place, depth: 0 }) !== null
  }
  collected.tests.push(...putUnderUnknownNames(file, mayBeTests).map((made) => dynamicTest(made, status)))
  return collected
}
