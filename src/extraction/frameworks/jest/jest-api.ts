/** What Jest puts in the global scope and exports from `@jest/globals`. */
import { host, MISSING, type Value } from '../../evaluation/value.ts'
import { marking, withModifier, withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { type ChainStep, createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { hooks, inertValues } from '../../languages/javascript/declaring/inert-values.ts'
import { tableStep } from '../../languages/javascript/declaring/tables.ts'
import { formatJestTitle } from './jest-titles.ts'

const chain: Record<string, ChainStep> = {
  skip: withStatus('skipped'),
  // Jest runs a focused suite in a skipped one too, but not a focused test.
  only: (declarer, property) => marking({ status: 'focused', ...(declarer.kind === 'suite' ? { firm: true } : {}) })(declarer, property),
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
  ['fdescribe', createDeclarer('suite', 'fdescribe', behaviour, { status: 'focused', firm: true })],
  ['xdescribe', createDeclarer('suite', 'xdescribe', behaviour, { status: 'skipped' })],
  ['test', TEST],
  ['it', TEST],
  ['fit', FOCUSED_TEST],
  ['xit', SKIPPED_TEST],
  ['xtest', SKIPPED_TEST],
  ...hooks('beforeAll', 'beforeEach', 'afterAll', 'afterEach'),
  ...inertValues('expect', 'jest'),
])

const MODULE = host('@jest/globals', { member: (name) => (jestGlobals.has(name) ? jestGlobals.get(name) : MISSING) })

export const jestHost = (source: string): Value => (source === '@jest/globals' ? MODULE : undefined)
