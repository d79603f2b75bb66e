/**
 * Keeps of a file what can matter to which tests there are and what they are called: statements that may declare,
 * skip or parallelise a test, what their names and tables are made of, and the branches and loops around them. What a
 * function returns is kept with what it is made of. The rest (most of a test's body) is dropped.
 *
 * Names are followed without regard to scopes, after those of several variables were told apart.
 */
import type { FunctionFacts, Statement } from '../../facts/program.ts'
import { type Changes, INITIAL } from './go-changes.ts'
import { giveDistinctNames } from './go-distinct-names.ts'
import { isFunctionParameter, isTestParameter, testTakersOf } from './go-functions.ts'
import { FunctionSlice } from './go-slice.ts'
import { emptyContext, type FileContext } from './go-file-context.ts'
import { importsOf, namesOf } from './go-mentions.ts'
import { testTypesOf } from './go-test-names.ts'
import { markWriters } from './go-writers.ts'

/** A function nobody in its file asks for is kept for its value only when it is short. */
const LONGEST_UNASKED = 40

/** A method that nobody in its file asks for and that changes something: past this only what it changes is noted. */
const LONGEST_SETTER = 12

const isInitial = (facts: FunctionFacts, slice: FunctionSlice): boolean => INITIAL.has(facts.name) && slice.changes.variables.size > 0

const UNKNOWN_RESULT: Statement[] = [{ kind: 'return', value: { kind: 'unknown' } }]

interface TopLevelFunction {
  facts: FunctionFacts
  statement: Statement
  slice: FunctionSlice
}

const functionOf = (statement: Statement): FunctionFacts | null => {
  if (statement.kind === 'function') return statement.function
  return statement.kind === 'declare' && statement.value?.kind === 'function' && statement.value.function.receiver
    ? statement.value.function
    : null
}

const fieldNamesOf = (statement: Statement): string[] =>
  statement.kind === 'class' ? (statement.class.keywords ?? []).map(({ name }) => name.replace(/^\./, '')) : []

/** `hasWriters`: its text may name a type that texts are written into. */
export const keepWhatMatters = (statements: readonly Statement[], hasWriters: boolean): Statement[] => {
  const functions = new Map<Statement, TopLevelFunction>()
  const imports = importsOf(statements)
  const context = { ...emptyContext(imports), testTypes: testTypesOf(statements) }
  for (const name of statements.flatMap(fieldNamesOf)) context.members.add(name)
  for (const statement of statements) {
    const facts = functionOf(statement)
    if (!facts) continue
    if (isDeclaring(facts)) giveDistinctNames(facts, imports)
    if (hasWriters) markWriters(facts)
    context.inert.add(plainName(facts))
    context.names.add(facts.name)
    if (facts.receiver) context.members.add(plainName(facts))
    functions.set(statement, { facts, statement, slice: new FunctionSlice(facts, context) })
  }
  followCalls([...functions.values()], context)
  followChanges([...functions.values()], context)
  const set = new Set([...functions.values()].flatMap(({ facts, slice }) => (INITIAL.has(facts.name) ? [...slice.changes.variables] : [])))
  for (const statement of statements) startAtZero(statement, set)
  const asked = new Set<string>()
  for (const statement of statements) if (!functions.has(statement)) keepValue(statement, context, asked)
  const reached = reach([...functions.values()], asked)
  return statements.filter((statement) => {
    const one = functions.get(statement)
    return !one || keepFunction(one, reached.has(one))
  })
}

/** A variable of the package that is set before the tests run begins as nothing then. */
const startAtZero = (statement: Statement, set: ReadonlySet<string>): void => {
  if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || !set.has(statement.pattern.name)) return
  if (statement.value?.kind === 'unary' && statement.value.operator === 'shared') statement.value.operator = 'zero'
}

/** The functions that declaring ones and values ask for, and what these ask for in turn. */
const reach = (functions: readonly TopLevelFunction[], asked: ReadonlySet<string>): Set<TopLevelFunction> => {
  const byName = Map.groupBy(functions, ({ facts }) => plainName(facts))
  const reached = new Set(functions.filter(({ facts, slice }) => isDeclaring(facts) || isInitial(facts, slice)))
  const pending = [...reached]
  const ask = (names: Iterable<string>): void => {
    for (const name of names)
      for (const one of byName.get(name) ?? [])
        if (!reached.has(one)) {
          reached.add(one)
          pending.push(one)
        }
  }
  ask(asked)
  for (let one = pending.pop(); one; one = pending.pop()) {
    ask(one.slice.mentioned)
    ask(one.slice.called)
  }
  return reached
}

const plainName = (facts: FunctionFacts): string => facts.name.slice(facts.name.lastIndexOf('.') + 1)

/** What a suite has set up before its tests, which may be made of it. */
const SET_UP = new Set(['SetupSuite', 'SetupTest', 'BeforeTest'])

const isDeclaring = (facts: FunctionFacts): boolean =>
  (facts.receiver !== undefined && SET_UP.has(plainName(facts))) ||
  facts.parameters.some((parameter) => isTestParameter(parameter) || isFunctionParameter(parameter))

/** A function of the file that a test is given to matters only if it does something with it; found by assuming the contrary first. */
const followCalls = (functions: readonly TopLevelFunction[], context: FileContext): void => {
  let pending = functions
  while (pending.length > 0) {
    const found = new Set<string>()
    for (const { facts, slice } of pending) {
      slice.run()
      const name = plainName(facts)
      if (slice.mayDeclare && !context.active.has(name)) {
        context.active.add(name)
        if (facts.receiver) context.activeMethods.add(name)
        context.inert.delete(name)
        context.calling.delete(name)
        found.add(name)
      } else if (slice.callsGiven && context.inert.has(name)) {
        context.calling.set(name, [...(context.calling.get(name) ?? []), ...testTakersOf(facts)])
        context.inert.delete(name)
        found.add(name)
      }
    }
    pending = functions.filter(({ slice }) => [...slice.passedOver].some((name) => found.has(name)))
  }
}

/** The most that functions which change something call each other to do so. */
const MOST_ROUNDS = 6

/** A function that calls one which changes something changes that too, as far as it isn't its own. */
const followChanges = (functions: readonly TopLevelFunction[], context: FileContext): void => {
  let pending = functions
  for (let round = 0; round < MOST_ROUNDS && pending.length > 0; round++) {
    const grown = new Set<string>()
    for (const { facts, slice } of pending) if (noteChanges(plainName(facts), slice.changes, context)) grown.add(plainName(facts))
    pending = functions.filter(({ slice }) => [...slice.calls].some((name) => grown.has(name)))
    for (const { slice } of pending) slice.run()
  }
}

/** Whether more is known than before of what functions of this name change. */
const noteChanges = (name: string, { given, variables }: Changes, { changes }: FileContext): boolean => {
  const known = changes.get(name)
  if ((!given || known?.given) && [...variables].every((variable) => known?.variables.has(variable))) return false
  changes.set(name, { given: given || known?.given === true, variables: new Set([...variables, ...(known?.variables ?? [])]) })
  return true
}

const TEST_NAME = /^(?:Test|Benchmark|Fuzz|Example)/

/** A suite's tests are methods that are called so. */
const isNamedAsTest = (facts: FunctionFacts): boolean =>
  TEST_NAME.test(plainName(facts)) && (!facts.receiver || facts.parameters.length === 0)

const keepFunction = ({ facts, slice }: TopLevelFunction, isAsked: boolean): boolean => {
  const isMethodForNames = facts.receiver !== undefined && (plainName(facts) === 'String' || plainName(facts) === 'Error')
  // That a type prints itself is told by there being this method.
  const isFormatter = facts.receiver !== undefined && plainName(facts) === 'Format'
  const isShort = facts.endLine - facts.line <= LONGEST_UNASKED
  const returns = facts.results !== undefined
  const isSetter = slice.changes.given && facts.endLine - facts.line <= LONGEST_SETTER
  if (isAsked || isSetter || isInitial(facts, slice) || slice.mayDeclare || slice.callsGiven || (returns && (isShort || isMethodForNames)))
    slice.apply()
  else facts.body = [...slice.summary, ...(returns ? UNKNOWN_RESULT : [])]
  if (slice.changes.given || slice.changes.variables.size > 0) facts.changes = true
  if (slice.isInert) facts.inert = true
  if (facts.assertions && !facts.parameters.some(isTestParameter) && !isNamedAsTest(facts)) delete facts.assertions
  return (
    isFormatter || returns || facts.body.length > 0 || slice.mayDeclare || slice.callsGiven || isDeclaring(facts) || isNamedAsTest(facts)
  )
}

/** Variables, constants and types are kept whole, but for the functions in them that can't matter. */
const keepValue = (statement: Statement, context: FileContext, asked: Set<string>): void => {
  if (statement.kind !== 'declare' && statement.kind !== 'evaluate') return
  const expression = statement.kind === 'declare' ? statement.value : statement.expression
  if (!expression) return
  const slice = FunctionSlice.ofValue(statement, context)
  slice.run()
  slice.apply()
  for (const name of namesOf(expression)) asked.add(name)
  for (const name of slice.mentioned) asked.add(name)
}
