/** One test function or method to its test: status, cases, place. */
import type { Cases, TestCase } from '../../../inventory/inventory.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import { type ClassValue, type ClosureValue, list, type Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { doubted } from '../../languages/python/python-classes.ts'
import { pythonRunner } from '../../languages/python/python-runner.ts'
import { realFunction } from '../../languages/python/real-function.ts'
import { UNDECIDED } from '../../languages/python/undecided.ts'
import { type FixtureTable, fixtureClosure, parametrizedDefinition, requestedNames } from './fixture-closure.ts'
import { statusesOfFixtures } from './fixture-statuses.ts'
import { generatedCalls } from './generate-tests.ts'
import { type Modification, modifiedBy } from './modified-items.ts'
import { argumentNames, type Case, parametrize, type ParametrizeCall } from './parametrization.ts'
import { markArgument, marksIn, type PytestMark } from './pytest-marks.ts'
import type { PytestOptions } from './pytest-options.ts'
import { combine, statusOfAttributes, statusOfBody, statusOfMarks, type TestStatus } from './test-status.ts'

/** Where a test stands: what the places around it bring. */
export interface Place {
  readonly file: CandidateFile
  readonly options: PytestOptions
  readonly fixtures: FixtureTable
  /** Marks of classes and module around, nearest first. */
  readonly marks: readonly PytestMark[]
  /** What the places around say beside their marks. */
  readonly statuses: readonly TestStatus[]
  /** What is said of the tests in no class alone: by `setup_function`. */
  readonly ofFunctions: readonly TestStatus[]
  readonly type: ClassValue | null
  /** The names of the classes around, from the outside in. */
  readonly classNames: readonly string[]
  /** `pytest_generate_tests` functions, in the order in which pytest calls them around fixtures' own. */
  readonly generators: { readonly first: readonly ClosureValue[]; readonly last: readonly ClosureValue[] }
  /** `pytest_collection_modifyitems` functions. */
  readonly modifiers: readonly ClosureValue[]
  /** `pytest_make_parametrize_id` functions. */
  readonly idHooks: readonly ClosureValue[]
  /** How uncertain it is that the place exists. */
  readonly birth: number
  /** Whether nothing of it may be collected: the module may skip itself, or the class be no test case. */
  readonly mayBeAbsent: boolean
  /** The line that what is written in another file stands at. */
  readonly line: number
  readonly endLine: number
}

export interface TestFunction {
  name: string
  callee: ClosureValue
  birth: number
  /** Its arguments are no fixtures: a method of `unittest`. */
  isUnitTest: boolean
}

const BUILT_IN_MARKS = new Set(['parametrize', 'usefixtures', 'skip', 'skipif', 'xfail', 'filterwarnings'])
const MODIFIERS = new Set(['slow', 'serial', 'parallel', 'timeout', 'flaky', 'retry'])

const callOfMark = (mark: PytestMark): ParametrizeCall => ({
  names: markArgument(mark, 0, 'argnames'),
  values: markArgument(mark, 1, 'argvalues'),
  ids: mark.keywords.get('ids') ?? mark.arguments[3] ?? null,
  indirect: mark.keywords.get('indirect') ?? mark.arguments[2] ?? false,
})

/** The arguments that a test's own marks give values for directly, and all that they name. */
const parametrizedNames = (calls: readonly ParametrizeCall[], place: Place): { direct: Set<string>; all: Set<string> } => {
  const direct = new Set<string>()
  const all = new Set<string>()
  for (const call of calls) {
    const names = argumentNames(call.names, place.file.evaluator)?.names ?? []
    const { indirect } = call
    const indirectNames = typeof indirect === 'object' && indirect?.kind === 'list' ? indirect.items : []
    for (const name of names) {
      all.add(name)
      if (indirect !== true && !indirectNames.includes(name)) direct.add(name)
    }
  }
  return { direct, all }
}

/** The fixtures of a test, and which of them it gives values for instead. */
interface FixtureUse extends ReturnType<typeof parametrizedNames> {
  readonly names: readonly string[]
}

const parametrizing = (marks: readonly PytestMark[]): PytestMark[] => marks.filter((mark) => mark.name === 'parametrize')

const fixturesOf = (test: TestFunction, marks: readonly PytestMark[], place: Place): FixtureUse => {
  const given = parametrizedNames(test.isUnitTest ? [] : parametrizing(marks).map(callOfMark), place)
  const used = marks
    .filter((mark) => mark.name === 'usefixtures')
    .flatMap((mark) => mark.arguments.filter((name) => typeof name === 'string'))
  if (!test.isUnitTest) {
    // anyio's plugin runs a coroutine once for each backend.
    const isAnyios = place.options.runsCoroutinesByAnyio || marks.some((mark) => mark.name === 'anyio')
    if (test.callee.facts.async && isAnyios) used.push(ANYIO_FIXTURE)
    used.push(...requestedNames(test.callee, place.type !== null))
  }
  return { ...given, names: fixtureClosure(place.fixtures, [...place.fixtures.autouse, ...used], given.direct) }
}

/** Null where it isn't parametrized; undefined where its cases can't be told. */
const casesOf = (test: TestFunction, marks: readonly PytestMark[], place: Place, { all, names }: FixtureUse): Case[] | null | undefined => {
  if (test.callee.attributes.has(UNDECIDED)) return undefined
  if (test.isUnitTest) return null
  const { evaluator } = place.file
  const options = { evaluator, keepsUnicode: place.options.keepsUnicodeIds, hooks: place.idHooks }
  const parametrized = parametrizing(marks)
  if (parametrized.some((mark) => mark.uncertainty > test.birth || mark.open)) return undefined
  const calls = parametrized.map(callOfMark)
  const generate = (generators: readonly ClosureValue[]): ParametrizeCall[] | undefined =>
    generatedCalls(generators, { names, test, place, known: all })
  const first = generate(place.generators.first)
  const last = generate(place.generators.last)
  if (!first || !last) return undefined
  const generated = new Set([...first, ...last].flatMap((call) => argumentNames(call.names, evaluator)?.names ?? []))
  const byFixtures = names.flatMap((name): ParametrizeCall[] => {
    if (name === ANYIO_FIXTURE && !all.has(name) && !place.fixtures.byName.has(name))
      return [{ names: name, values: anyioBackends(place), ids: null, indirect: true }]
    const definition = all.has(name) || generated.has(name) ? undefined : parametrizedDefinition(place.fixtures, name)
    return definition ? [{ names: name, values: definition.params, ids: definition.ids, indirect: true }] : []
  })
  let cases: Case[] | null = null
  for (const call of [...first, ...byFixtures, ...last, ...calls]) {
    const next = parametrize(cases, call, options)
    if (!next) return undefined
    cases = next
  }
  return cases
}

const ANYIO_FIXTURE = 'anyio_backend'

/** The plugin takes the backends that are installed: asyncio always is, trio where the repository asks for it. */
const anyioBackends = ({ file }: Place): Value =>
  list(pythonRunner(file.lookup.project).installs('trio') ? ['asyncio', 'trio'] : ['asyncio'])

interface Outcome {
  status: TestStatus
  from: 'own' | 'inherited'
}

const outcomeOf = (own: TestStatus, outer: TestStatus): Outcome => {
  if (own.status === 'skipped') return { status: own, from: 'own' }
  const both = { isConditional: own.isConditional || outer.isConditional }
  if (own.status !== 'active' && outer.status !== 'skipped') return { status: { ...own, ...both }, from: 'own' }
  if (outer.status !== 'active') return { status: outer.status === 'skipped' ? outer : { ...outer, ...both }, from: 'inherited' }
  return own.isConditional || !outer.isConditional ? { status: own, from: 'own' } : { status: outer, from: 'inherited' }
}

/** Hooks are asked for each case of a test that has so many at most; what they do with those of more is left open. */
const MOST_ASKED = 200

/** For none of those that have more than so many, where knowing the name of one of these tells no more than not knowing it. */
const SAMPLED = 10

/** So many of them at most, over their whole length. */
const spread = <T>(all: readonly T[], count: number): T[] => {
  const step = Math.max(1, all.length / count)
  return Array.from({ length: Math.min(all.length, count) }, (_one, at) => all[Math.floor(at * step)]).filter((one) => one !== undefined)
}

/** Whether hooks do the same with one as with another, as far as that can be told. */
const isAsOpen = (one: Modification, other: Modification): boolean =>
  one.isRemoved === other.isRemoved &&
  one.isRenamed === other.isRenamed &&
  (one.name === undefined || !one.isRenamed) &&
  one.marks.length === other.marks.length &&
  one.marks.every(({ uncertainty }, at) => uncertainty === other.marks[at]?.uncertainty)

const valuesOf =
  (callee: ClosureValue): ((name: string) => Value) =>
  (name) =>
    callee.attributes.get(name)

/** For the names of the cases that come after those which took all that a file may take. */
const STEPS_AFTER_LIMIT = 20_000

/** So many functions of a file get these; those after them are not followed at all. */
const MOST_LIMITS = 20

const limits = new WeakMap<ModuleInstance, number>()

/**
 * The tests of one function: one, or one for each status that its cases have. What leads too far to be followed, an id
 * function or a hook, must not cost the file its other tests: its function stands for any number of cases.
 */
export const collectFunction = (test: TestFunction, place: Place): TestCase[] => {
  const { evaluator, module, report } = place.file
  const before = limits.get(module) ?? 0
  try {
    if (before < MOST_LIMITS) return collect(test, place)
    test.callee.attributes.set(UNDECIDED, true)
    return collect(test, { ...place, modifiers: [] })
  } catch (error) {
    if (!(error instanceof EvaluationLimit || error instanceof RangeError)) throw error
    if (before === 0) report('evaluation-limit', 'too much happens while the cases of tests are named; they are listed as dynamic')
    limits.set(module, before + 1)
    evaluator.refill(STEPS_AFTER_LIMIT)
    test.callee.attributes.set(UNDECIDED, true)
    return collect(test, { ...place, modifiers: [] })
  }
}

const collect = (test: TestFunction, place: Place): TestCase[] => {
  const real = realFunction(test.callee)
  const own = marksIn(test.callee.attributes.get('pytestmark'))
  const marks = [...own, ...place.marks]
  const use = fixturesOf(test, marks, place)
  const cases = casesOf(test, marks, place, use)
  const birth = Math.max(test.birth, place.birth)
  const modified = (name: string | undefined, ofCase: readonly PytestMark[]): Modification =>
    modifiedBy(place.modifiers, { test, place, marks: [...ofCase, ...marks], fixtures: use.names, name })
  const modification = modified(cases === null ? test.name : undefined, [])
  // It may be one of several that the name may stand for.
  const asFarAsSure = (callee: ClosureValue, status: TestStatus): TestStatus => ((callee.birth ?? 0) > birth ? doubted(status) : status)
  const ownStatuses = [
    statusOfMarks(own, birth),
    asFarAsSure(test.callee, statusOfAttributes(valuesOf(test.callee))),
    ...[...new Set([real, test.callee])].map((callee) => asFarAsSure(callee, statusOfBody(callee, place.type, place.file.evaluator))),
    ...(place.type === null ? place.ofFunctions : []),
    ...statusesOfFixtures(use.names, use.direct, place, birth),
  ]
  const outer = combine([statusOfMarks(place.marks, place.birth), ...place.statuses])
  const isElsewhere = real.module.path !== place.file.path
  const isInherited = isElsewhere || (place.type !== null && !isWithin(real, place.type))
  const base = {
    id: '',
    name: test.name,
    line: isInherited ? place.line : real.facts.line,
    endLine: isInherited ? place.endLine : real.facts.endLine,
    tags: [...new Set(marks.map((mark) => mark.name).filter((name) => !BUILT_IN_MARKS.has(name)))],
    bodyDigest: real.facts.digest,
    ...(isInherited ? { declaredAt: { path: real.module.path, line: real.facts.line } } : {}),
    ...(real.facts.assertions ? { assertions: real.facts.assertions } : {}),
  }
  const decide = ({ marks: added, isRemoved }: Modification, ofCase: readonly PytestMark[]): Outcome => {
    const outcome = outcomeOf(combine([statusOfMarks(ofCase, 0), statusOfMarks(added, birth), ...ownStatuses]), outer)
    return isRemoved === 'maybe' ? { ...outcome, status: { ...outcome.status, isConditional: true } } : outcome
  }
  const make = (found: Outcome, listed: Cases | null): TestCase => {
    const isConditional = found.status.isConditional || birth > 0 || place.mayBeAbsent
    return {
      ...base,
      status: found.status.status,
      statusFrom: found.status.status === 'active' ? 'own' : found.from,
      ...(found.status.reason === undefined ? {} : { reason: found.status.reason }),
      modifiers: [...(isConditional ? ['conditional'] : []), ...base.tags.filter((tag) => MODIFIERS.has(tag))],
      cases: listed,
    }
  }
  if (!cases) {
    if (modification.isRemoved === 'always') return []
    const name = cases === null ? modification.name : undefined
    const only = make(decide(modification, []), name === undefined ? { kind: 'dynamic' } : null)
    return [name === undefined ? only : { ...only, name }]
  }
  const hangsOnCase =
    modification.isRenamed || modification.isRemoved === 'maybe' || modification.marks.some(({ uncertainty }) => uncertainty > 0)
  const nameOf = ({ ids }: Case): string | undefined =>
    ids === null ? undefined : ids.length === 0 ? test.name : `${test.name}[${ids.join('-')}]`
  const isToldByName = (one: Case): boolean => !isAsOpen(modified(nameOf(one), []), modification)
  const isEachAsked = hangsOnCase && cases.length <= MOST_ASKED && spread(cases, SAMPLED).some(isToldByName)
  // Cases whose names only a run gives stand in an entry of their own beside those that are told.
  const groups = new Map<string, { outcome: Outcome; names: string[] | null }>()
  for (const one of cases) {
    const { marks: ofCase, isDoubtful } = one
    const given = nameOf(one)
    const found = isEachAsked || ofCase.length > 0 ? modified(given, ofCase) : modification
    if (found.isRemoved === 'always') continue
    const decided = decide(found, ofCase)
    const outcome = isDoubtful ? { ...decided, status: { ...decided.status, isConditional: true } } : decided
    const name = found.isRenamed ? found.name : given
    const key = JSON.stringify([
      name !== undefined,
      outcome.status.status,
      outcome.from,
      outcome.status.isConditional,
      outcome.status.reason,
    ])
    const group = groups.get(key)
    if (name === undefined) {
      if (!group) groups.set(key, { outcome, names: null })
      continue
    }
    if (group) group.names?.push(name)
    else groups.set(key, { outcome, names: [name] })
  }
  return [...groups.values()].map(({ outcome, names }) => make(outcome, names ? { kind: 'listed', names } : { kind: 'dynamic' }))
}

const isWithin = (callee: ClosureValue, type: ClassValue): boolean =>
  callee.facts.line >= type.facts.line && callee.facts.endLine <= type.facts.endLine
