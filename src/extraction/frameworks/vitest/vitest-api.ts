/** What `vitest` exports, as far as tests are declared with it. */
import {
  type ClosureValue,
  host,
  type Invocation,
  isUndecided,
  MISSING,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import type { CollectedSuite, CollectedTest, Marks } from '../../declaration/declaration-collector.ts'
import {
  declaringNothing,
  marking,
  onCondition,
  returningItself,
  withModifier,
  withStatus,
} from '../../languages/javascript/declaring/chain-steps.ts'
import { createDeclarer, type ChainStep, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { callback } from '../../languages/javascript/callback.ts'
import { actualModule, hooks, inertValues, inertWith } from '../../languages/javascript/declaring/inert-values.ts'
import { asModule, mockFunctions } from '../../languages/javascript/declaring/module-mocks.ts'
import { stringsAt } from '../../languages/javascript/configuration-values.ts'
import { tableStep } from '../../languages/javascript/declaring/tables.ts'
import { contextWith, mark, runBody } from '../../languages/javascript/declaring/test-body.ts'
import { formatVitestTitle } from './vitest-titles.ts'

const options = (given: ObjectValue): Marks => {
  const isSet = (name: string): boolean => given.entries.get(name) === true
  // To run alone wins over not to run, as in the chain.
  const status = isSet('only') ? 'focused' : isSet('skip') ? 'skipped' : isSet('todo') ? 'todo' : isSet('fails') ? 'xfail' : null
  const modifiers = ['concurrent', 'sequential', 'shuffle', 'fails', 'retry', 'repeats', 'timeout'].filter(
    (name) => given.entries.has(name) && given.entries.get(name) !== false,
  )
  return { status, modifiers, tags: stringsAt(given, 'tags') ?? [], ...(status === 'focused' ? { firm: 'itself' } : {}) }
}

const chain: Record<string, ChainStep> = {
  skip: withStatus('skipped'),
  only: marking({ status: 'focused', firm: 'itself' }),
  todo: withStatus('todo'),
  fails: (declarer, property) => withStatus('xfail')(withModifierOf(declarer, property), property),
  concurrent: withModifier,
  sequential: withModifier,
  shuffle: withModifier,
  skipIf: onCondition('skipped', true),
  runIf: onCondition('skipped', false),
  each: tableStep({ format: formatVitestTitle, spreads: true }),
  for: tableStep({ format: formatVitestTitle, spreads: false }),
  extend: returningItself,
  describe: (declarer) => (declarer.kind === 'test' ? DESCRIBE : MISSING),
  suite: (declarer) => (declarer.kind === 'test' ? DESCRIBE : MISSING),
  scoped: declaringNothing,
  override: declaringNothing,
  beforeEach: () => beforeEach,
  afterEach: declaringNothing,
  beforeAll: declaringNothing,
  afterAll: declaringNothing,
  aroundEach: declaringNothing,
  aroundAll: declaringNothing,
}

const withModifierOf: (declarer: Parameters<ChainStep>[0], modifier: string) => Parameters<ChainStep>[0] = (declarer, modifier) => ({
  ...declarer,
  marks: { ...declarer.marks, modifiers: [...declarer.marks.modifiers, modifier] },
})

/** `skip(note)`, or `skip(condition, note)`. */
const skipCall = (target: CollectedTest | CollectedSuite, level: number): Value =>
  host('context.skip', {
    call: ({ evaluator, arguments: [first, second] }) => {
      const isNote = first === undefined || typeof first === 'string'
      // Nothing but `false` itself keeps it from skipping.
      const truth = first === false ? false : isUndecided(first) ? undefined : true
      const reason = isNote ? first : second
      if (truth !== false)
        mark(
          target,
          { status: 'skipped', ...(typeof reason === 'string' ? { reason } : {}) },
          truth === true && evaluator.uncertainty <= level,
        )
      return undefined
    },
  })

/** Only by its context can a body say something of its test, or a hook of all tests of its suite. */
const runWithContext = (target: CollectedTest | CollectedSuite, closure: ClosureValue, invocation: Invocation, place = 0): void => {
  if (closure.facts.parameters.length <= place) return
  const context = contextWith('context', { skip: skipCall(target, invocation.evaluator.uncertainty) })
  runBody(closure, invocation, { arguments: [...Array<Value>(place).fill(UNKNOWN), context] })
}

const beforeEach = host('beforeEach', {
  call: (invocation) => {
    const suite = invocation.evaluator.collector?.current
    const [closure] = invocation.arguments
    if (suite && typeof closure === 'object' && closure?.kind === 'closure') runWithContext(suite, closure, invocation)
    return undefined
  },
})

export const vitestBehaviour: DeclarerBehaviour = {
  framework: 'vitest',
  chain,
  options,
  withoutBody: 'todo',
  nameless: '<anonymous>',
  printsNothing: true,
  // The context comes after a row of `for`; `each` gives none.
  body: (test, closure, invocation, _title, table) => {
    if (!table?.spreads) runWithContext(test, closure, invocation, table ? 1 : 0)
  },
  // Vitest collects a suite's body after what is around it: constants at the end of a file are there by then.
  entersLater: true,
  suiteArguments: () => [TEST],
}

/** `vi.hoisted(() => …)` gives what its function gives. */
const HOISTED = host('vi.hoisted', { call: (invocation) => callback(invocation, invocation.arguments[0], []) })

const TEST = createDeclarer('test', 'test', vitestBehaviour)
const DESCRIBE = createDeclarer('suite', 'describe', vitestBehaviour)
const API = new Map<string, Value>([
  ['test', TEST],
  ['it', TEST],
  ['describe', DESCRIBE],
  ['suite', DESCRIBE],
  ['bench', createDeclarer('test', 'bench', { ...vitestBehaviour, framework: 'vitest-bench' })],
  ['beforeEach', beforeEach],
  ...hooks('beforeAll', 'afterAll', 'afterEach', 'onTestFailed', 'onTestFinished', 'aroundEach', 'aroundAll'),
  ...['vi', 'vitest'].map((name): [string, Value] => [
    name,
    inertWith(name, { hoisted: HOISTED, importActual: actualModule('importActual'), ...mockFunctions(asModule) }),
  ]),
  ...inertValues('expect', 'assert', 'chai', 'expectTypeOf', 'assertType', 'should'),
])

export const vitestGlobals: ReadonlyMap<string, Value> = new Map([...API].filter(([name]) => name !== 'bench' && name !== 'should'))

export const vitestModule = host('vitest', { member: (name) => (API.has(name) ? API.get(name) : MISSING) })
