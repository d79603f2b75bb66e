/**
 * Names of a module that a call gave a value that can't be told, where it is likely a class of tests: made by a function
 * of the repository, by `type` with a body, or by a library's function that says that it makes one.
 */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { valueOf } from '../../evaluation/scope.ts'
import { type ClassValue, type ClosureValue, isUnknown, UNKNOWN } from '../../evaluation/value.ts'
import type { Status, Suite, TestCase } from '../../../inventory/inventory.ts'
import type { CallExpression, Expression, FileFacts, Statement } from '../../facts/program.ts'
import { topLevel } from '../../facts/top-level.ts'
import type { CandidateFile } from '../../framework.ts'
import { methodResolutionOrder } from './python-classes.ts'
import { inheritedTests } from './unittest-cases.ts'

export interface MakingCall {
  /** As written, its arguments left out. */
  source: string
  line: number
  endLine: number
}

export interface UnknownClass extends MakingCall {
  name: string
  /** How uncertain it is that the name exists. */
  birth: number
}

const MAKES_TEST_CASE = /test_?(?:case|class)/i

/** `A.b(1).c` as written without arguments, from the name that it starts with; undefined where it starts otherwise. */
const chainOf = (expression: Expression): { root: string; text: string } | undefined => {
  if (expression.kind === 'name') return { root: expression.name, text: expression.name }
  const inner = expression.kind === 'member' ? expression.object : expression.kind === 'call' ? expression.callee : undefined
  const chain = inner && chainOf(inner)
  if (!chain) return undefined
  if (expression.kind === 'call') return { ...chain, text: `${chain.text}(…)` }
  if (expression.kind !== 'member') return undefined
  return { ...chain, text: typeof expression.property === 'string' ? `${chain.text}.${expression.property}` : `${chain.text}[…]` }
}

const calledName = ({ callee }: CallExpression): string =>
  callee.kind === 'name' ? callee.name : callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''

/** Whether what a name stands for is written in the repository. */
const isOwn = (name: string, statements: readonly Statement[], file: CandidateFile, seen: ReadonlySet<string> = new Set()): boolean =>
  !seen.has(name) &&
  statements.some((statement) => {
    if (statement.kind === 'function') return statement.function.name === name
    if (statement.kind === 'class') return statement.class.name === name
    if (statement.kind === 'import')
      return statement.names.some(
        ({ local, imported }) =>
          local === name &&
          [statement.source, `${statement.source}.${imported}`].some(
            (source) => file.evaluator.resolver.resolve(source, file.module) instanceof ModuleInstance,
          ),
      )
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || statement.pattern.name !== name) return false
    const chain = statement.value && chainOf(statement.value)
    return chain !== null && chain !== undefined && isOwn(chain.root, statements, file, new Set([...seen, name]))
  })

const makesClass = (call: CallExpression, root: string, statements: readonly Statement[], file: CandidateFile): boolean => {
  const called = calledName(call)
  if (call.callee.kind === 'name' && called === 'type' && !file.module.scope.names.has('type')) return call.arguments.length === 3
  // A capital makes an object of a class.
  if (/^_*[A-Z]/.test(called)) return false
  return MAKES_TEST_CASE.test(called) || isOwn(root, statements, file)
}

interface NamedCall extends MakingCall {
  call: CallExpression
  root: string
}

const CALLS = new WeakMap<FileFacts, ReadonlyMap<string, NamedCall>>()

/** The calls that gave the module's names their values, by name; the first of each. */
const callsByName = ({ facts }: CandidateFile): ReadonlyMap<string, NamedCall> => {
  const known = CALLS.get(facts)
  if (known) return known
  const found = new Map<string, NamedCall>()
  CALLS.set(facts, found)
  for (const statement of topLevel(facts.body)) {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || statement.value?.kind !== 'call') continue
    const { name } = statement.pattern
    const chain = found.has(name) ? undefined : chainOf(statement.value)
    if (!chain) continue
    const { line, value: call } = statement
    found.set(name, { source: chain.text, line, endLine: call.endLine, call, root: chain.root })
  }
  return found
}

/** The call at a file's top level that made what a name of it stands for. */
export const callThatMade = (name: string, file: CandidateFile): MakingCall | undefined => callsByName(file).get(name)

/** Those whose names pass, each once. */
export const unknownClasses = (file: CandidateFile, passes: (name: string) => boolean): UnknownClass[] => {
  const statements = [...topLevel(file.facts.body)]
  return [...callsByName(file)].flatMap(([name, { call, root, ...made }]) => {
    const binding = passes(name) ? file.module.scope.names.get(name) : undefined
    if (!binding || !isUnknown(valueOf(binding, UNKNOWN)) || !makesClass(call, root, statements, file)) return []
    return [{ name, birth: binding.birth, ...made }]
  })
}

/** What the file's own run put into its module under names that aren't known, where it may be tests. */
export const putUnderUnknownNames = (file: CandidateFile, mayBeTests: (value: ClassValue | ClosureValue | null) => boolean): MakingCall[] =>
  [...file.module.unnamed].flatMap(([source, value]) => {
    if (!mayBeTests(value)) return []
    const { line, endLine } = value?.module.path === file.path ? value.facts : { line: 1, endLine: 1 }
    return [{ source, line, endLine }]
  })

interface KnownStatus {
  status: Status
  isConditional: boolean
  reason?: string
}

/** Stands for the tests of a class that only a run tells, under the call that makes them. */
export const dynamicTest = ({ source, line, endLine }: MakingCall, { status, isConditional, reason }: KnownStatus): TestCase => ({
  id: '',
  name: source,
  line,
  endLine,
  status,
  statusFrom: status === 'active' ? 'own' : 'inherited',
  ...(reason === undefined ? {} : { reason }),
  modifiers: isConditional ? ['conditional'] : [],
  tags: [],
  cases: { kind: 'dynamic' },
})

/** All that can be said of such a class: its name, and that a run gives its tests. */
export const unknownSuite = (found: UnknownClass, known: KnownStatus): Suite => ({
  name: found.name,
  line: found.line,
  endLine: found.endLine,
  status: known.status,
  suites: [],
  tests: [dynamicTest(found, { ...known, isConditional: known.isConditional || found.birth > 0 })],
})

/** Whether a class may have more tests than are known, by itself or from what it inherits. */
export const openedBy = (type: ClassValue): string | undefined =>
  methodResolutionOrder(type).find(({ open }) => open !== undefined)?.open ?? inheritedTests(type)

/** What stands for the tests that aren't known of a class that a call, `source`, gave some. */
export const testsOfOpenClass = (source: string, suite: Suite, file: CandidateFile, known: KnownStatus): TestCase =>
  dynamicTest(callThatMade(suite.name, file) ?? { source, line: suite.line, endLine: suite.endLine }, known)
