/** What `vitest` exports, as far as tests are declared with it. */
import { host, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import type { Marks } from '../../declaration/declaration-collector.ts'
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
import { stringsAt } from '../../languages/javascript/configuration-values.ts'
import { tableStep } from '../../languages/javascript/declaring/tables.ts'
import { formatVitestTitle } from './vitest-titles.ts'

const options = (given: ObjectValue): Marks => {
  const isSet = (name: string): boolean => given.entries.get(name) === true
  // To run alone wins over not to run, as in the chain.
  const status = isSet('only') ? 'focused' : isSet('skip') ? 'skipped' : isSet('todo') ? 'todo' : isSet('fails') ? 'xfail' : null
  const modifiers = ['concurrent', 'sequential', 'shuffle', 'fails', 'retry', 'repeats', 'timeout'].filter(
    (name) => given.entries.has(name) && given.entries.get(name) !== false,
  )
  return { status, modifiers, tags: stringsAt(given, 'tags') ?? [], ...(status === 'focused' ? { firm: true } : {}) }
}

const chain: Record<string, ChainStep> = {
  skip: withStatus('skipped'),
  only: marking({ status: 'focused', firm: true }),
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
  beforeEach: declaringNothing,
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

export const vitestBehaviour: DeclarerBehaviour = {
  framework: 'vitest',
  chain,
  options,
  withoutBody: 'todo',
  nameless: '<anonymous>',
  printsNothing: true,
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
  ...hooks('beforeAll', 'beforeEach', 'afterAll', 'afterEach', 'onTestFailed', 'onTestFinished', 'aroundEach', 'aroundAll'),
  ...['vi', 'vitest'].map((name): [string, Value] => [
    name,
    inertWith(name, { hoisted: HOISTED, importActual: actualModule('importActual') }),
  ]),
  ...inertValues('expect', 'assert', 'chai', 'expectTypeOf', 'assertType', 'should'),
])

export const vitestGlobals: ReadonlyMap<string, Value> = new Map([...API].filter(([name]) => name !== 'bench' && name !== 'should'))

export const vitestModule = host('vitest', { member: (name) => (API.has(name) ? API.get(name) : MISSING) })
