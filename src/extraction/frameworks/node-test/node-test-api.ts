/** What `node:test` exports, and the context that tests get. */
import type { CollectedTest, Marks, Title } from '../../declaration/declaration-collector.ts'
import { type ClosureValue, host, type Invocation, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import type { Status } from '../../../inventory/inventory.ts'
import { withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { type ChainStep, createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { hooks, inertValues } from '../../languages/javascript/declaring/inert-values.ts'
import { titleText } from '../../languages/javascript/declaring/read-declaration.ts'
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

/**
 * What a test's body declares, by `t.test(…)` or by the module's own functions, are the test's subtests: it is then a
 * suite of them. The body of a test that doesn't run declares nothing.
 */
const body = (test: CollectedTest, closure: ClosureValue, invocation: Invocation, name: string): void => {
  if (test.marks.status === 'skipped') return
  const { evaluator } = invocation
  const { collector } = evaluator
  const level = evaluator.uncertainty
  const subtest: Value = host('t.test', {
    member: (property) => (Object.hasOwn(chain, property) ? (SUBTEST.member?.(property, evaluator) ?? MISSING) : MISSING),
    call: (inner) => {
      collector?.insideRunning(test, () => void SUBTEST.call?.(inner))
      return undefined
    },
  })
  const context = contextWith('t', {
    test: subtest,
    name,
    skip: markingCall('t.skip', test, 'skipped', level),
    todo: markingCall('t.todo', test, 'todo', level),
    ...Object.fromEntries(
      inertValues('mock', 'assert', 'diagnostic', 'before', 'after', 'beforeEach', 'afterEach', 'plan', 'signal', 'waitFor', 'runOnly'),
    ),
  })
  collector?.insideTest(test, name, () => runBody(closure, invocation, { arguments: [context], receiver: context, declares: true }))
}

const NAMELESS = '<anonymous>'

/** A name among the options wins, and what has none is named by its function. */
const title = (given: Title, callee: Value, found: ObjectValue | null): Title => {
  const named = found?.entries.get('name')
  if (typeof named === 'string' && named !== '') return { text: named, source: given.source === NAMELESS ? named : given.source }
  if (found?.entries.has('name') && named !== '' && named !== undefined) return { text: null, source: given.source }
  if (given.text !== '' && named !== '') return given
  const own = titleText(callee, NAMELESS) ?? NAMELESS
  return { text: own, source: own }
}

const behaviour: DeclarerBehaviour = { framework: 'node:test', chain, options, withoutBody: 'active', nameless: NAMELESS, title, body }

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
