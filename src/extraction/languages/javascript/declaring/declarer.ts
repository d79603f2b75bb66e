/**
 * Functions that declare suites and tests, as JavaScript's frameworks have them: a name with a chain of members
 * (`it.only`, `describe.skip.each(table)`), called with a title, options and a body in some order. A framework says
 * which members there are and what they mean; this file does what all have in common.
 */
import type { Marks, Title } from '../../../declaration/declaration-collector.ts'
import { NO_MARKS } from '../../../declaration/declaration-collector.ts'
import type { CollectedSuite, CollectedTest } from '../../../declaration/declaration-collector.ts'
import {
  type ClosureValue,
  host,
  type HostValue,
  type Invocation,
  MISSING,
  type MissingMember,
  type ObjectValue,
  type Value,
} from '../../../evaluation/value.ts'
import type { Status } from '../../../../inventory/inventory.ts'
import { readDeclaration } from './read-declaration.ts'

/** What a framework's declaring functions have of their own. */
export interface DeclarerBehaviour {
  readonly framework: string
  /** `skip`, `only`, `each`, …: what a member of the chain gives. */
  readonly chain: Readonly<Record<string, ChainStep>>
  /** Marks that options of the call mean: `{ skip: true, tags: […] }`. */
  options?(options: ObjectValue, invocation: Invocation): Marks
  /** A declaration without a body. Null: it declares nothing. */
  readonly withoutBody: Status | null
  /** What a title's text means beyond being the name: Playwright's `@tag`. */
  titleMarks?(title: string): Marks
  /** Looks into a test's body for what can still change it: `this.skip()`, `t.test(…)`. `table`: how it is given a row. */
  body?(test: CollectedTest, body: ClosureValue, invocation: Invocation, title: string, table?: { readonly spreads: boolean }): void
  /** The arguments that a suite's body is called with. */
  suiteArguments?(invocation: Invocation): Value[]
  /** The `this` of suites' bodies. */
  suiteReceiver?(invocation: Invocation): Value
  /** What becomes of a suite whose body has run. */
  entered?(body: ClosureValue, invocation: Invocation): void
  /** What a declaring call gives: `it(…).timeout(…)`. */
  result?(declared: CollectedTest | CollectedSuite): Value
  /** How a title that is a function or class is shown; its name by default. */
  nameless?: string
  /** Whether `null` and `undefined` as titles are shown as written, as Vitest does; others take no such title. */
  readonly printsNothing?: boolean
  /** What the title is given all that a declaration says: node:test takes it from options, or of the body. */
  title?(title: Title, body: Value, options: ObjectValue | null): Title
  /** The bodies of suites run only once what is around them has ended. */
  readonly entersLater?: boolean
}

export interface Declarer {
  readonly kind: 'suite' | 'test'
  /** `it.only` */
  readonly name: string
  readonly marks: Marks
  readonly behaviour: DeclarerBehaviour
}

export type ChainStep = (declarer: Declarer, property: string) => Value | MissingMember

export const declarerValue = (declarer: Declarer): HostValue =>
  host(declarer.name, {
    data: declarer,
    member: (property) => {
      const { chain } = declarer.behaviour
      const step = Object.hasOwn(chain, property) ? chain[property] : undefined
      return step ? step(declarer, property) : MISSING
    },
    call: (invocation) => {
      const declared = declare(declarer, invocation)
      return declared && declarer.behaviour.result?.(declared)
    },
  })

export const createDeclarer = (kind: 'suite' | 'test', name: string, behaviour: DeclarerBehaviour, marks: Partial<Marks> = {}): HostValue =>
  declarerValue({ kind, name, behaviour, marks: { ...NO_MARKS, ...marks } })

/** What is expected to fail says nothing of whether it runs: `it.skip.failing` is skipped. */
const joinStatus = (former: Status | null, more: Status | null | undefined): Status | null =>
  more === 'xfail' && former !== null && former !== 'active' ? former : (more ?? former)

const withFirmness = (firm: Marks['firm']): Pick<Marks, 'firm'> => (firm ? { firm } : {})

export const joinMarks = (former: Marks, more: Partial<Marks>): Marks => ({
  status: former.firm && !more.firm ? former.status : joinStatus(former.status, more.status),
  modifiers: [...former.modifiers, ...(more.modifiers ?? []).filter((modifier) => !former.modifiers.includes(modifier))],
  tags: [...former.tags, ...(more.tags ?? []).filter((tag) => !former.tags.includes(tag))],
  ...withFirmness(more.firm ?? former.firm),
  ...((more.reason ?? former.reason) === undefined ? {} : { reason: more.reason ?? former.reason ?? '' }),
})

/** Declares what a call of the declarer says. */
export const declare = (
  declarer: Declarer,
  invocation: Invocation,
  suiteArguments?: Value[],
): CollectedTest | CollectedSuite | undefined => {
  const { collector } = invocation.evaluator
  if (!collector) return undefined
  const { behaviour } = declarer
  const { title, body, options } = readDeclaration(invocation, behaviour)
  let { marks } = declarer
  if (options && behaviour.options) marks = joinMarks(marks, behaviour.options(options, invocation))
  if (title.text !== null && behaviour.titleMarks) marks = joinMarks(marks, behaviour.titleMarks(title.text))
  const site = siteOf(invocation)
  if (body === undefined && !invocation.open && marks.status === null) {
    if (behaviour.withoutBody === null) return undefined
    marks = joinMarks(marks, { status: behaviour.withoutBody })
  }
  if (declarer.kind === 'suite') {
    const enter = (): void => enterSuite(behaviour, body, invocation, suiteArguments)
    return collector.suite({ title, marks, site }, enter, behaviour.entersLater)
  }
  const closure = typeof body === 'object' && body?.kind === 'closure' ? body : null
  const test = collector.test({ framework: behaviour.framework, title, marks, site, cases: null, ...bodyFacts(closure) })
  if (closure) behaviour.body?.(test, closure, invocation, title.text ?? title.source)
  return test
}

export const siteOf = ({ site, module }: Invocation): { node: object; path: string; line: number; endLine: number } => ({
  node: site,
  path: module.path,
  line: site.line,
  endLine: site.endLine,
})

export const bodyFacts = (body: ClosureValue | null): { bodyDigest?: string; assertions?: readonly string[] } => ({
  ...(body?.facts.digest ? { bodyDigest: body.facts.digest } : {}),
  ...(body?.facts.assertions ? { assertions: body.facts.assertions } : {}),
})

export const enterSuite = (behaviour: DeclarerBehaviour, body: Value, invocation: Invocation, suiteArguments?: Value[]): void => {
  const { evaluator } = invocation
  if (typeof body !== 'object' || body === null) return
  const args = suiteArguments ?? behaviour.suiteArguments?.(invocation) ?? []
  const receiver = behaviour.suiteReceiver?.(invocation)
  if (body.kind === 'closure') {
    evaluator.callClosure(body, args, { invocation, receiver })
    behaviour.entered?.(body, invocation)
  } else evaluator.call(body, { ...invocation, arguments: args, expressions: [], receiver })
}
