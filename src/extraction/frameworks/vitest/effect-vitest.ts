/** `@effect/vitest`: Vitest with tests that are effects, and suites that share a layer. */
import { host, type HostValue, type Invocation, MISSING, type Value } from '../../evaluation/value.ts'
import {
  createDeclarer,
  declare,
  type DeclarerBehaviour,
  declarerValue,
  enterSuite,
  type ChainStep,
} from '../../languages/javascript/declaring/declarer.ts'
import { NO_MARKS } from '../../declaration/declaration-collector.ts'
import { vitestBehaviour, vitestModule } from './vitest-api.ts'

/** `it.effect`, `it.scoped`: the same function for bodies of another kind. */
const sameDeclarer: ChainStep = (declarer) => declarerValue(declarer)

/** `layer(L)('name', (it) => …)` is a suite; without a name it only gives its tests the layer. */
const layer: HostValue = host('layer', {
  call: () =>
    host('layer()', {
      call: (invocation: Invocation): Value => {
        const [first] = invocation.arguments
        if (typeof first === 'string') declare({ kind: 'suite', name: 'layer', marks: NO_MARKS, behaviour }, invocation, [TEST])
        else enterSuite(behaviour, first, invocation, [TEST])
        return undefined
      },
    }),
})

const behaviour: DeclarerBehaviour = {
  ...vitestBehaviour,
  chain: {
    ...vitestBehaviour.chain,
    effect: sameDeclarer,
    scoped: sameDeclarer,
    live: sameDeclarer,
    scopedLive: sameDeclarer,
    prop: sameDeclarer,
    layer: () => layer,
  },
}

const TEST = createDeclarer('test', 'it', behaviour)
const EFFECT = createDeclarer('test', 'effect', behaviour)
const OWN = new Map<string, Value>([
  ['it', TEST],
  ['layer', layer],
  ['effect', EFFECT],
  ['scoped', EFFECT],
  ['live', EFFECT],
  ['scopedLive', EFFECT],
  ['prop', EFFECT],
])

export const effectVitestModule = host('@effect/vitest', {
  member: (name, evaluator) => (OWN.has(name) ? OWN.get(name) : (vitestModule.member?.(name, evaluator) ?? MISSING)),
})
