/** What Jest puts in the global scope and exports from `@jest/globals`. */
import { host, type HostValue, type Invocation, MISSING, type Value } from '../../evaluation/value.ts'
import { marking, withModifier, withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { type ChainStep, createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { actualModule, hooks, inertValues, inertWith } from '../../languages/javascript/declaring/inert-values.ts'
import { asCommonJs, mockFunctions } from '../../languages/javascript/declaring/module-mocks.ts'
import { tableStep } from '../../languages/javascript/declaring/tables.ts'
import { formatJestTitle } from './jest-titles.ts'

const chain: Record<string, ChainStep> = {
  skip: withStatus('skipped'),
  // Jest runs a focused suite in a skipped one too, but not a focused test.
  only: (declarer, property) =>
    marking({ status: 'focused', ...(declarer.kind === 'suite' ? { firm: 'anywhere' } : {}) })(declarer, property),
  todo: withStatus('todo'),
  failing: marking({ status: 'xfail', modifiers: ['failing'] }),
  concurrent: withModifier,
  each: tableStep({ format: formatJestTitle, spreads: true }),
}

const behaviour: DeclarerBehaviour = { framework: 'jest', chain, withoutBody: null }

const TEST = createDeclarer('test', 'test', behaviour)
const FOCUSED_TEST = createDeclarer('test', 'fit', behaviour, { status: 'focused' })
const SKIPPED_TEST = createDeclarer('test', 'xit', behaviour, { status: 'skipped' })

export const jestGlobals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['describe', createDeclarer('suite', 'describe', behaviour)],
  ['fdescribe', createDeclarer('suite', 'fdescribe', behaviour, { status: 'focused', firm: 'anywhere' })],
  ['xdescribe', createDeclarer('suite', 'xdescribe', behaviour, { status: 'skipped' })],
  ['test', TEST],
  ['it', TEST],
  ['fit', FOCUSED_TEST],
  ['xit', SKIPPED_TEST],
  ['xtest', SKIPPED_TEST],
  ...hooks('beforeAll', 'beforeEach', 'afterAll', 'afterEach'),
  ['jest', inertWith('jest', { requireActual: actualModule('requireActual'), ...mockFunctions(asCommonJs) })],
  ...inertValues('expect'),
])

const MODULE = host('@jest/globals', { member: (name) => (jestGlobals.has(name) ? jestGlobals.get(name) : MISSING) })

/** A declaring function that is called with the rows of a table that was given before: `each(table).it.skip('…', …)`. */
const overTable = (declaring: HostValue, table: Invocation): HostValue =>
  host(declaring.name, {
    call: (invocation) => {
      const { evaluator } = invocation
      const each = declaring.member?.('each', evaluator) ?? MISSING
      return each === MISSING ? undefined : evaluator.call(evaluator.call(each, table), invocation)
    },
    member: (property, evaluator) => {
      const member = declaring.member?.(property, evaluator) ?? MISSING
      return typeof member === 'object' && member?.kind === 'host' ? overTable(member, table) : MISSING
    },
  })

const EACH: HostValue = host('each', {
  call: (table) =>
    host('each()', {
      member: (name) => {
        const declaring = jestGlobals.get(name)
        return typeof declaring === 'object' && declaring?.kind === 'host' ? overTable(declaring, table) : MISSING
      },
    }),
  member: (name) => (name === 'default' ? EACH : name === 'withGlobal' ? host('withGlobal', { call: () => EACH }) : MISSING),
})

export const jestHost = (source: string): Value => (source === '@jest/globals' ? MODULE : source === 'jest-each' ? EACH : undefined)
