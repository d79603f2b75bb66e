/** What Cypress puts in the global scope of its specs: Mocha's names with options, and `cy`. */
import { loopFrame } from '../../evaluation/calls.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type Invocation, type Value } from '../../evaluation/value.ts'
import { returningItself, withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { hooks, inert, inertValues } from '../../languages/javascript/declaring/inert-values.ts'
import { contextWith, markingCall, runBody } from '../../languages/javascript/declaring/test-body.ts'

const SUITE_CONTEXT = inert('this')

const behaviour: DeclarerBehaviour = {
  framework: 'cypress',
  chain: { skip: withStatus('skipped'), only: withStatus('focused'), retries: returningItself },
  withoutBody: 'todo',
  suiteReceiver: () => SUITE_CONTEXT,
  body: (test, closure, invocation) =>
    runBody(closure, invocation, { arguments: [], receiver: contextWith('this', { skip: markingCall('this.skip', test, 'skipped', invocation.evaluator.uncertainty) }) }),
}

const suite = (name: string, status?: 'skipped'): [string, Value] => [name, createDeclarer('suite', name, behaviour, status ? { status } : {})]
const test = (name: string, status?: 'skipped'): [string, Value] => [name, createDeclarer('test', name, behaviour, status ? { status } : {})]

/** What lodash visits and calls with: a number's turns, a list's items, an object's values with their keys. */
const visits = (collection: Value, evaluator: Evaluator): { turns: Value[][]; open: boolean } => {
  if (typeof collection === 'number') return { turns: Array.from({ length: Math.min(Math.max(collection, 0), 10_000) }, (_item, index) => [index]), open: false }
  if (typeof collection === 'object' && collection?.kind === 'object') return { turns: [...collection.entries].map(([key, value]) => [value, key]), open: collection.open }
  const known = evaluator.semantics.iterate(collection, 'values', evaluator)
  return { turns: (known?.items ?? []).map((item, index) => [item, index]), open: known?.open ?? true }
}

/** `Cypress._.times(3, (n) => …)` and `Cypress._.each(items, (item) => …)`, of the lodash that Cypress brings. */
const looping = (name: string): Value =>
  host(`Cypress._.${name}`, {
    call: (invocation: Invocation) => {
      const { evaluator, arguments: args } = invocation
      const [collection, callee] = args
      const { turns, open } = visits(collection, evaluator)
      evaluator.within(loopFrame(invocation), () => {
        for (const turn of turns) evaluator.call(callee, { ...invocation, arguments: turn, open: false })
        if (open) evaluator.inUnknownLoop(() => evaluator.call(callee, { ...invocation, arguments: [], open: true }))
      })
      return undefined
    },
  })

const LODASH: Value = host('Cypress._', { member: (name) => (['times', 'each', 'forEach', 'map', 'forOwn', 'forIn', 'mapValues'].includes(name) ? looping(name) : inert(`Cypress._.${name}`)) })
const CYPRESS: Value = host('Cypress', { member: (name) => (name === '_' ? LODASH : { kind: 'unknown', path: `Cypress.${name}` }) })

export const cypressGlobals: ReadonlyMap<string, Value> = new Map<string, Value>([
  suite('describe'),
  suite('context'),
  suite('xdescribe', 'skipped'),
  suite('xcontext', 'skipped'),
  test('it'),
  test('specify'),
  test('xit', 'skipped'),
  test('xspecify', 'skipped'),
  ...hooks('before', 'after', 'beforeEach', 'afterEach'),
  ...inertValues('cy', 'expect', 'assert', 'chai'),
  ['Cypress', CYPRESS],
])
