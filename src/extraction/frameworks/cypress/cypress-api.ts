/** What Cypress puts in the global scope of its specs: Mocha's names with options, and `cy`. */
import { loopFrame } from '../../evaluation/calls.ts'
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

/** `Cypress._.times(3, (n) => …)` and `Cypress._.each(items, (item) => …)`, of the lodash that Cypress brings. */
const looping = (name: string): Value =>
  host(`Cypress._.${name}`, {
    call: (invocation: Invocation) => {
      const { evaluator, arguments: args } = invocation
      const [collection, callee] = args
      const items = typeof collection === 'number' ? Array.from({ length: Math.min(collection, 10_000) }, (_item, index) => index) : null
      const known = items ? { items, open: false } : evaluator.semantics.iterate(collection, 'values', evaluator)
      evaluator.within(loopFrame(invocation), () => {
        known?.items.forEach((item, index) => evaluator.call(callee, { ...invocation, arguments: [item, index] }))
        if (!known || known.open) evaluator.inUnknownLoop(() => evaluator.call(callee, { ...invocation, arguments: [], open: true }))
      })
      return undefined
    },
  })

const LODASH: Value = host('Cypress._', { member: (name) => (['times', 'each', 'forEach', 'map'].includes(name) ? looping(name) : inert(`Cypress._.${name}`)) })
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
