/**
 * Packages that hand the functions of the framework on that runs a file, with something of their own around them
 * (`mocha-sugar-free`, `@grafana/plugin-e2e`, `@fast-check/vitest`). A file that a framework takes for a test and that
 * declares with the words of tests which some package gave it, declares tests of that framework.
 */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { host, type HostValue, type Invocation, isUnknown, MISSING, UNKNOWN, unknown, type Value } from '../../../evaluation/value.ts'

/** It declares nothing itself; what it makes does. */
const MERGES = 'mergeTests'

const NAMES = new Set([
  'describe', 'fdescribe', 'xdescribe', 'suite', 'it', 'fit', 'xit', 'test', 'xtest', 'specify', 'xspecify', MERGES,
]) // prettier-ignore

/** Test frameworks of their own, whose tests are none of another one's. */
const OTHER_FRAMEWORKS =
  /^(?:node:|bun:|jsr:|https?:|(?:ava|baretest|brittle|codeceptjs|jasmine|japa|k6|lab|node-tap|qunit|qunitjs|supertape|tap|tape|testcafe|uvu|vows|zora)(?:\/|$)|@(?:japa|hapi\/lab|std|deno|tapjs|jsr|wdio)(?:\/|$))/

const hasClosure = (args: readonly Value[]): boolean => args.some((value) => typeof value === 'object' && value?.kind === 'closure')

/** A title, or what may be one, with a body behind it. */
const looksDeclared = ({ arguments: [title, ...others] }: Invocation): boolean =>
  (typeof title === 'string' || (typeof title === 'object' && title !== null && (isUnknown(title) || title.kind === 'either'))) &&
  hasClosure(others)

/** What fast-check runs is named with the seed of its run. */
const withSeed = (invocation: Invocation): Invocation => {
  const [title, ...others] = invocation.arguments
  if (typeof title !== 'string') return invocation
  const text = `${title} (with seed=\${seed})`
  const site = { ...invocation.site, arguments: [{ kind: 'template' as const, parts: [], text }], text }
  return { ...invocation, site, arguments: [UNKNOWN, ...others] }
}

interface Manner {
  /** As whoever imports it may write it: `pkg.test.extend()`. */
  path: string
  /** It may be something of the package's own: only a call that reads like a declaration is one. */
  isGuarded: boolean
  isSeeded: boolean
}

/**
 * The framework's own function under a package's name. A member that the framework doesn't have gives the same function
 * (`test.smoke('…', …)`), or a call that does (`it.prop([fc.string()])('…', …)`).
 */
const handOn = (own: HostValue, manner: Manner): HostValue =>
  host(own.name, {
    data: own.data,
    member: (property, evaluator) => {
      const path = `${manner.path}.${property}`
      const member = own.member?.(property, evaluator) ?? MISSING
      if (member === MISSING) {
        const isSeeded = manner.isSeeded || (property === 'prop' && path.startsWith('@fast-check/'))
        return handOn(own, { path, isGuarded: true, isSeeded })
      }
      return typeof member === 'object' && member?.kind === 'host' ? handOn(member, { ...manner, path, isGuarded: false }) : member
    },
    call: (invocation) => {
      const path = `${manner.path}()`
      if (manner.isGuarded && !looksDeclared(invocation))
        return hasClosure(invocation.arguments)
          ? invocation.evaluator.call(unknown(manner.path), invocation)
          : handOn(own, { ...manner, path })
      const result = own.call?.(manner.isSeeded ? withSeed(invocation) : invocation)
      return typeof result === 'object' && result?.kind === 'host' ? handOn(result, { ...manner, path, isGuarded: false }) : result
    },
  })

/** What `source`, of which the repository has nothing, gives under a name that the framework with this module has too. */
export const handedOn = (source: string, name: string, module: HostValue, evaluator: Evaluator): Value => {
  if (!NAMES.has(name) || OTHER_FRAMEWORKS.test(source)) return undefined
  const own = module.member?.(name, evaluator) ?? MISSING
  if (typeof own !== 'object' || own.kind !== 'host') return undefined
  return handOn(own, { path: `${source}.${name}`, isGuarded: name !== MERGES, isSeeded: false })
}
