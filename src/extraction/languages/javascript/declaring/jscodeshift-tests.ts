/** jscodeshift's test utilities: `defineTest(__dirname, 'transform', options, 'fixture')` declares by the global `describe` and `it`. */
import { host, type HostValue, type Invocation, MISSING, type Value } from '../../../evaluation/value.ts'
import type { Expression } from '../../../facts/program.ts'
import { procedure } from './procedure.ts'

const PLAIN = 'transforms correctly'

/** Calls a global declaring function with a title, of which the call says how it is written where it isn't known. */
const declareGlobally = (invocation: Invocation, name: string, title: Value, inner: () => void, written?: Expression): void => {
  const { evaluator, module, site } = invocation
  evaluator.call(evaluator.resolver.global(name, module), {
    ...invocation,
    site: { ...site, arguments: [written ?? { kind: 'unknown' }] },
    arguments: [title, procedure('body', inner)],
    expressions: [],
  })
}

const titleAt = ({ evaluator, arguments: args }: Invocation, at: number): Value => {
  const given = args[at]
  return evaluator.semantics.truthiness(given) === false ? PLAIN : given
}

const writtenAt = ({ site }: Invocation, at: number): Expression | undefined => {
  const written = site.arguments[at]
  return written?.kind === 'spread' ? undefined : written
}

const defineTest = (invocation: Invocation): Value => {
  const { evaluator, arguments: args } = invocation
  const prefix = args[3]
  const isPlain = evaluator.semantics.truthiness(prefix) === false
  const title = isPlain ? PLAIN : typeof prefix === 'string' ? `transforms correctly using "${prefix}" data` : prefix
  const declareOne = (): void => declareGlobally(invocation, 'it', title, () => {}, writtenAt(invocation, 3))
  declareGlobally(invocation, 'describe', args[1], declareOne, writtenAt(invocation, 1))
  return undefined
}

const namedAt = (at: number) => (invocation: Invocation) => {
  declareGlobally(invocation, 'it', titleAt(invocation, at), () => {}, writtenAt(invocation, at))
  return undefined
}

const FUNCTIONS = new Map<string, HostValue>([
  ['defineTest', host('defineTest', { call: defineTest })],
  ['defineInlineTest', host('defineInlineTest', { call: namedAt(4) })],
  ['defineSnapshotTest', host('defineSnapshotTest', { call: namedAt(3) })],
  ['defineSnapshotTestFromFixture', host('defineSnapshotTestFromFixture', { call: namedAt(4) })],
])

const MODULE: HostValue = host('jscodeshift', { member: (name) => FUNCTIONS.get(name) ?? (name === 'default' ? MODULE : MISSING) })

export const jscodeshiftTests = (source: string): HostValue | undefined =>
  /^jscodeshift\/(?:dist|src)\/testUtils(?:\.js)?$/.test(source) ? MODULE : undefined
