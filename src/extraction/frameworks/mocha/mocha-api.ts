/** Mocha's interfaces: bdd, tdd, qunit as global names; each name is also exported by `mocha`. */
import type { CollectedTest } from '../../declaration/declaration-collector.ts'
import { type ClosureValue, host, type Invocation, MISSING, type Value } from '../../evaluation/value.ts'
import { declarerValue, createDeclarer, type Declarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { contextWith, markingCall, runBody } from '../../languages/javascript/declaring/test-body.ts'
import { hooks, inert } from '../../languages/javascript/declaring/inert-values.ts'

/** `this` of suites: what is set there are modifiers that pass on to tests. */
const SUITE_CONTEXT = inert('this')

const body = (test: CollectedTest, closure: ClosureValue, invocation: Invocation): void => {
  const context = contextWith('this', { skip: markingCall('this.skip', test, 'skipped', invocation.evaluator.uncertainty) })
  runBody(closure, invocation, { arguments: [], receiver: context })
}

const behaviour: DeclarerBehaviour = {
  framework: 'mocha',
  chain: { skip: withStatus('skipped'), only: withStatus('focused'), retries: (declarer: Declarer) => host('retries', { call: () => declarerValue(declarer) }) },
  withoutBody: 'todo',
  body,
  suiteReceiver: () => SUITE_CONTEXT,
}

const suite = (name: string, status?: 'skipped'): [string, Value] => [name, createDeclarer('suite', name, behaviour, status ? { status } : {})]
const test = (name: string, status?: 'skipped'): [string, Value] => [name, createDeclarer('test', name, behaviour, status ? { status } : {})]

const BDD = new Map<string, Value>([
  suite('describe'),
  suite('context'),
  suite('xdescribe', 'skipped'),
  suite('xcontext', 'skipped'),
  test('it'),
  test('specify'),
  test('xit', 'skipped'),
  test('xspecify', 'skipped'),
  ...hooks('before', 'after', 'beforeEach', 'afterEach', 'run'),
])

const TDD = new Map<string, Value>([suite('suite'), test('test'), ...hooks('setup', 'teardown', 'suiteSetup', 'suiteTeardown', 'run')])

/** The names of an interface, as they are global when it is chosen by `--ui`. */
export const mochaInterfaces: Readonly<Record<string, ReadonlyMap<string, Value>>> = { bdd: BDD, tdd: TDD, qunit: TDD, exports: new Map() }

const MODULE = host('mocha', { member: (name) => BDD.get(name) ?? TDD.get(name) ?? MISSING })

export const mochaHost = (source: string): Value => (source === 'mocha' ? MODULE : undefined)
