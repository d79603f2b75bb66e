/** What a specification is: sentences about what the software does, each with the tests that vouch for it. Pure. */
import { createHash } from 'node:crypto'

import type { RepositoryIdentity, Status } from '../inventory/inventory.ts'

/** Whether the tests of a behaviour stand for it. In the order in which one outweighs another where tests differ. */
export const BEHAVIOUR_STATES = ['verified', 'expected-to-fail', 'skipped', 'to-be-written'] as const
export type BehaviourState = (typeof BEHAVIOUR_STATES)[number]

export interface Behaviour {
  /** The same as long as the same tests vouch for it; see `behaviourId`. */
  id: string
  /** One sentence, in the present tense, without a line break. */
  text: string
  state: BehaviourState
  /** Ids of the tests that vouch for it, at least one, in the order of the inventory. */
  tests: string[]
  /** The names of its cases, where the tests are parameterised. */
  examples?: string[]
  /** Present where a model was asked and this sentence is the offline writer's. */
  writtenBy?: 'offline'
}

export interface Feature {
  name: string
  behaviours: Behaviour[]
}

export interface Domain {
  name: string
  features: Feature[]
}

/** `offline`, or `<provider>:<model>`. */
export type WriterName = string

/** The document, and the public contract of its JSON. */
export interface Specification {
  schema: 'testimony.specification/1'
  repository: RepositoryIdentity
  /** BCP 47 tag of the language that it is written in. The offline writer writes English. */
  language: string
  writer: WriterName
  summary: string
  domains: Domain[]
}

const STATE_OF: Record<Status, BehaviourState> = {
  active: 'verified',
  focused: 'verified',
  skipped: 'skipped',
  todo: 'to-be-written',
  xfail: 'expected-to-fail',
}

/** One test that runs is enough to verify what others leave out. Throws where there is none. */
export const stateOf = (statuses: readonly Status[]): BehaviourState => {
  const states = new Set(statuses.map((status) => STATE_OF[status]))
  const state = BEHAVIOUR_STATES.find((one) => states.has(one))
  if (state === undefined) throw new Error('A behaviour without a test has no state')
  return state
}

/** 24 hexadecimal digits that depend on nothing but which tests vouch for it, in whatever order. */
export const behaviourId = (tests: readonly string[]): string =>
  createHash('sha256').update(tests.toSorted().join('\n')).digest('hex').slice(0, 24)
