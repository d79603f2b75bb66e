/** What `node:test` exports, and the context that tests get. */
import type { CollectedSuite, CollectedTest, Marks } from '../../declaration/declaration-collector.ts'
import { type ClosureValue, host, type Invocation, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import type { Status } from '../../../inventory/inventory.ts'
import { withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { type ChainStep, createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { hooks, inertValues } from '../../languages/javascript/declaring/inert-values.ts'
import { contextWith, markingCall, runBody } from '../../languages/javascript/declaring/test-body.ts'

const options = (given: ObjectValue, { evaluator }: Invocation): Marks => {
  let marks: Marks = { status: null, modifiers: [], tags: [] }
  const set = (name: string, status: Status): void => {
    if (!given.entries.has(name)) return
    const value = given.entries.get(name)
    const truth = evaluator.semantics.truthiness(value)
    if (truth === undefined) marks = { ...marks, modifiers: [...marks.modifiers, 'conditional'] }
    else if (truth) marks = { ...marks, status, ...(typeof value === 'string' ? { reason: value } : {}) }
  }
  set('only', 'focused')
  set('expectFailure', 'xfail')
  set('todo', 'todo')
  set('skip', 'skipped')
  const modifiers = ['concurrency', 'timeout'].filter((name) => given.entries.has(name))
  return { ...marks, modifiers: [...marks.modifiers, ...modifiers] }
}

const chain: Record<string, ChainStep> = {
  skip: withStatus('skipped'),
  todo: withStatus('todo'),
  only: withStatus('focused'),
  expectFailure: withStatus('xfail'),
}

/** Subtests: `t.test(…)` in the body. The test is then a suite of them. */
const body = (test: CollectedTest, closure: ClosureValue, invocation: Invocation): void => {
  const { evaluator } = invocation
  const level = evaluator.uncertainty
  let holder: CollectedSuite | null = null
  const declareInside: Value = host('t.test', {
    member: (property) => (Object.hasOwn(chain, property) ? SUBTEST.member?.(property, evaluator) ?? MISSING : MISSING),
    call: (inner) => {
      holder ??= evaluator.collector?.becomeSuite(test) ?? null
      if (holder) evaluator.collector?.inside(holder, () => void SUBTEST.call?.(inner))
      return undefined
    },
  })
  const context = contextWith('t', {
    test: declareInside,
    skip: markingCall('t.skip', test, 'skipped', level),
    todo: markingCall('t.todo', test, 'todo', level),
    ...Object.fromEntries(inertValues('mock', 'assert', 'diagnostic', 'before', 'after', 'beforeEach', 'afterEach', 'plan', 'signal')),
  })
  runBody(closure, invocation, { arguments: [context], receiver: undefined })
}

const behaviour: DeclarerBehaviour = { framework: 'node:test', chain, options, withoutBody: 'active', nameless: '<anonymous>', body }

const SUBTEST = createDeclarer('test', 't.test', behaviour)
const SUITE = createDeclarer('suite', 'describe', behaviour)

const API: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['describe', SUITE],
  ['suite', SUITE],
  ...hooks('before', 'after', 'beforeEach', 'afterEach', 'run'),
  ...inertValues('mock', 'snapshot', 'assert'),
])

/** `test` itself holds all the others: `import test, { describe } from 'node:test'`, `test.describe`, `const { it } = require('node:test')`. */
const TEST: Value = host('test', {
  data: SUBTEST.data,
  member: (property, evaluator) => {
    if (property === 'test' || property === 'it' || property === 'default') return TEST
    return API.get(property) ?? SUBTEST.member?.(property, evaluator) ?? MISSING
  },
  call: (invocation) => SUBTEST.call?.(invocation),
})

export const nodeTestHost = (source: string): Value => (source === 'node:test' ? TEST : undefined)

