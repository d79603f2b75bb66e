/** Mocha's interfaces: bdd, tdd, qunit as global names, and what a module exports; each name is also exported by `mocha`. */
import type { CollectedSuite, CollectedTest } from '../../declaration/declaration-collector.ts'
import { withModifier as withModifierOf } from '../../declaration/declaration-collector.ts'
import { type ClosureValue, host, type Invocation, MISSING, type Value } from '../../evaluation/value.ts'
import type { FunctionFacts } from '../../facts/program.ts'
import { withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import {
  type ChainStep,
  createDeclarer,
  declarerValue,
  type DeclarerBehaviour,
  siteOf,
} from '../../languages/javascript/declaring/declarer.ts'
import { hooks } from '../../languages/javascript/declaring/inert-values.ts'
import { readDeclaration } from '../../languages/javascript/declaring/read-declaration.ts'
import { declaredLate } from './declared-late.ts'
import { contextWith, markingCall, runBody } from '../../languages/javascript/declaring/test-body.ts'

const SETTINGS = ['timeout', 'slow', 'retries'] as const

/** `this.timeout(…)` in bodies and `it(…).timeout(…)`: each gives what it was asked of. */
const settings = (target: CollectedTest | CollectedSuite | undefined, self: () => Value): Record<string, Value> =>
  Object.fromEntries(
    SETTINGS.map((name): [string, Value] => [
      name,
      host(name, {
        call: ({ arguments: args }) => {
          if (target && args.length > 0) target.marks = withModifierOf(target.marks, name)
          return self()
        },
      }),
    ]),
  )

const settled = (target: CollectedTest | CollectedSuite): Value => {
  const self: Value = contextWith(
    'declared',
    settings(target, () => self),
  )
  return self
}

/** `this` in a suite's body is the suite. */
const suiteContext = (suite: CollectedSuite | undefined): Value => {
  const self: Value = contextWith('this', { ...(suite ? { title: suite.name } : {}), ...settings(suite, () => self) })
  return self
}

/** `this` in a test's body or a hook; a hook's `this.skip()` is said of all tests of its suite. */
const runnableContext = (target: CollectedTest | CollectedSuite, invocation: Invocation): Value => {
  const self: Value = contextWith('this', {
    ...('children' in target ? {} : settings(target, () => self)),
    skip: markingCall('this.skip', target, 'skipped', invocation.evaluator.uncertainty),
  })
  return self
}

const usesReceiver = new WeakMap<FunctionFacts, boolean>()

/** Only by `this` can a body say something of its test. */
const saysSomething = ({ facts }: ClosureValue): boolean => {
  if (facts.arrow || facts.body.length === 0) return false
  const known = usesReceiver.get(facts) ?? JSON.stringify(facts.body).includes('{"kind":"this"}')
  usesReceiver.set(facts, known)
  return known
}

export const mochaBody = (test: CollectedTest, closure: ClosureValue, invocation: Invocation): void => {
  if (saysSomething(closure)) runBody(closure, invocation, { arguments: [], receiver: runnableContext(test, invocation) })
}

const skippingHook = (name: string): [string, Value] => [
  name,
  host(name, {
    call: (invocation) => {
      const { collector } = invocation.evaluator
      const closure = invocation.arguments.find(
        (argument): argument is ClosureValue => typeof argument === 'object' && argument?.kind === 'closure',
      )
      if (collector && closure && saysSomething(closure))
        runBody(closure, invocation, { arguments: [], receiver: runnableContext(collector.current, invocation) })
      return undefined
    },
  }),
]

const retries: ChainStep = (declarer) => host('retries', { call: () => declarerValue(declarer) })

export const mochaBehaviour: DeclarerBehaviour = {
  framework: 'mocha',
  chain: { skip: withStatus('skipped'), only: withStatus('focused'), retries },
  withoutBody: 'todo',
  body: mochaBody,
  suiteReceiver: ({ evaluator }) => suiteContext(evaluator.collector?.current),
  entered: declaredLate,
  result: settled,
}

const suite = (name: string, status?: 'skipped'): [string, Value] => [
  name,
  createDeclarer('suite', name, mochaBehaviour, status ? { status } : {}),
]
const test = (name: string, status?: 'skipped'): [string, Value] => [
  name,
  createDeclarer('test', name, mochaBehaviour, status ? { status } : {}),
]

const BDD = new Map<string, Value>([
  suite('describe'),
  suite('context'),
  suite('xdescribe', 'skipped'),
  suite('xcontext', 'skipped'),
  test('it'),
  test('specify'),
  test('xit', 'skipped'),
  test('xspecify', 'skipped'),
  ...['before', 'beforeEach'].map(skippingHook),
  ...hooks('after', 'afterEach', 'run'),
])

const TDD = new Map<string, Value>([
  suite('suite'),
  test('test'),
  ...['setup', 'suiteSetup'].map(skippingHook),
  ...hooks('teardown', 'suiteTeardown', 'run'),
])

/** The qunit interface's suites have no body: what comes after one belongs to it, until the next. */
const flatSuite = (status: 'focused' | 'skipped' | null): Value =>
  host('suite', {
    member: (name) => (name === 'only' ? flatSuite('focused') : name === 'skip' ? flatSuite('skipped') : MISSING),
    call: (invocation) => {
      const { title } = readDeclaration(invocation, mochaBehaviour)
      invocation.evaluator.collector?.suiteFromHere({ title, marks: { status, modifiers: [], tags: [] }, site: siteOf(invocation) })
      return undefined
    },
  })

const QUNIT = new Map<string, Value>([
  ['suite', flatSuite(null)],
  test('test'),
  ...['before', 'beforeEach'].map(skippingHook),
  ...hooks('after', 'afterEach', 'run'),
])

/** The names of an interface, as they are global when it is chosen by `--ui`; `any` where that isn't known. */
export const mochaInterfaces: Readonly<Record<string, ReadonlyMap<string, Value>>> = {
  bdd: BDD,
  tdd: TDD,
  qunit: QUNIT,
  exports: new Map(),
  any: new Map([...TDD, ...BDD]),
}

/** Mocha by itself, as programs start it with their own list of files: nothing of that declares tests. */
const MODULE = host('mocha', { member: (name) => BDD.get(name) ?? TDD.get(name) ?? (name === 'default' ? MODULE : MISSING) })

export const mochaHost = (source: string): Value => (source === 'mocha' ? MODULE : undefined)
