/** What Cypress puts in the global scope of its specs: Mocha's names with options, and `cy`. */
import type { Marks } from '../../declaration/declaration-collector.ts'
import { host, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { stringsAt } from '../../languages/javascript/configuration-values.ts'
import { returningItself, withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { cypressEach } from './cypress-each.ts'
import { hooks, inert, inertValues } from '../../languages/javascript/declaring/inert-values.ts'
import { LODASH } from '../../languages/javascript/lodash.ts'
import { contextWith, markingCall, runBody } from '../../languages/javascript/declaring/test-body.ts'

const SUITE_CONTEXT = inert('this')

/** The configuration of a test or suite: `{ retries: 2, tags: '@smoke' }`. */
const options = (given: ObjectValue): Marks => ({
  status: null,
  modifiers: ['retries', 'defaultCommandTimeout'].filter((name) => given.entries.has(name)),
  tags: stringsAt(given, 'tags') ?? [],
})

const behaviour: DeclarerBehaviour = {
  framework: 'cypress',
  chain: { skip: withStatus('skipped'), only: withStatus('focused'), retries: returningItself, each: cypressEach },
  options,
  withoutBody: 'todo',
  suiteReceiver: () => SUITE_CONTEXT,
  body: (test, closure, invocation) =>
    runBody(closure, invocation, {
      arguments: [],
      receiver: contextWith('this', { skip: markingCall('this.skip', test, 'skipped', invocation.evaluator.uncertainty) }),
    }),
}

const suite = (name: string, status?: 'skipped'): [string, Value] => [
  name,
  createDeclarer('suite', name, behaviour, status ? { status } : {}),
]
const test = (name: string, status?: 'skipped'): [string, Value] => [
  name,
  createDeclarer('test', name, behaviour, status ? { status } : {}),
]

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
