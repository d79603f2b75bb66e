/** What `@playwright/test` exports. `test.skip` and its kin declare a test when given a title and a body, and mark what is around them otherwise. */
import type { CollectedSuite, CollectedTest, Marks } from '../../declaration/declaration-collector.ts'
import { type ClosureValue, host, type Invocation, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Status } from '../../../inventory/inventory.ts'
import { declaringNothing, marking, returningItself, withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import {
  type ChainStep,
  createDeclarer,
  declare,
  type Declarer,
  type DeclarerBehaviour,
  declarerValue,
  joinMarks,
} from '../../languages/javascript/declaring/declarer.ts'
import { inertValues } from '../../languages/javascript/declaring/inert-values.ts'
import { contextWith, mark, runBody } from '../../languages/javascript/declaring/test-body.ts'

const titleMarks = (title: string): Marks => ({ status: null, modifiers: [], tags: [...title.matchAll(/@\S+/g)].map(([tag]) => tag) })

const options = (given: ObjectValue): Marks => {
  const tag = given.entries.get('tag')
  const tags =
    typeof tag === 'string'
      ? [tag]
      : typeof tag === 'object' && tag?.kind === 'list'
        ? tag.items.filter((item) => typeof item === 'string')
        : []
  return { status: null, modifiers: [], tags }
}

/** What the bodies that are being looked at may mark, innermost last, with how uncertain evaluation was around each. */
const bodies: { target: CollectedTest | CollectedSuite; level: number }[] = []

const body = (target: CollectedTest | CollectedSuite, closure: ClosureValue, invocation: Invocation): void => {
  bodies.push({ target, level: invocation.evaluator.uncertainty })
  try {
    runBody(closure, invocation, { arguments: [UNKNOWN, TEST_INFO] })
  } finally {
    bodies.pop()
  }
}

const ANNOTATIONS: Readonly<Partial<Record<string, Status>>> = { skip: 'skipped', fixme: 'skipped', fail: 'xfail' }

const annotation = (name: string): Partial<Marks> => {
  const status = ANNOTATIONS[name]
  return { ...(status ? { status } : {}), ...(name === 'skip' ? {} : { modifiers: [name] }) }
}

/** `test.skip()`, `test.skip(condition, 'why')`, `test.skip(({ browserName }) => …, 'why')` mark the test or suite that they stand in. */
const annotating: ChainStep = (declarer, property) => {
  const marks = annotation(property)
  const declaring = declarerValue({ ...declarer, name: `${declarer.name}.${property}`, marks: joinMarks(declarer.marks, marks) })
  return host(`${declarer.name}.${property}`, {
    data: { declarer },
    member: (inner, evaluator) => declaring.member?.(inner, evaluator) ?? MISSING,
    call: (invocation) => {
      const [first, second] = invocation.arguments
      const isBody = (value: Value): boolean => typeof value === 'object' && value?.kind === 'closure'
      const declares = invocation.arguments.length > 1 && (isBody(second) || isBody(invocation.arguments[2])) && !isBody(first)
      if (declares) declare({ ...declarer, marks: joinMarks(declarer.marks, marks) }, invocation)
      else annotate(invocation, marks)
      return undefined
    },
  })
}

/** What bodies and hooks are given second, and `test.info()` gives. */
const TEST_INFO: Value = contextWith(
  'testInfo',
  Object.fromEntries(
    (['skip', 'fixme', 'fail', 'slow'] as const).map((name): [string, Value] => [
      name,
      host(`testInfo.${name}`, {
        call: (invocation) => {
          annotate(invocation, annotation(name))
          return undefined
        },
      }),
    ]),
  ),
)

const annotate = ({ evaluator, arguments: args }: Invocation, marks: Partial<Marks>): void => {
  const [condition, reason] = args
  const inner = bodies.at(-1)
  const target: CollectedTest | CollectedSuite | undefined = inner?.target ?? evaluator.collector?.current
  if (!target) return
  const isCallback = typeof condition === 'object' && condition?.kind === 'closure'
  const truth = args.length === 0 ? true : isCallback ? undefined : evaluator.semantics.truthiness(condition)
  if (truth === false) return
  const level = inner?.level ?? 0
  mark(target, typeof reason === 'string' ? { ...marks, reason } : marks, truth === true && evaluator.uncertainty <= level)
}

/** A hook that comes before tests and skips does so for all tests of its suite. */
const hookBefore: ChainStep = (declarer, property) =>
  host(`${declarer.name}.${property}`, {
    call: (invocation) => {
      const suite = invocation.evaluator.collector?.current
      const closure = invocation.arguments.findLast(
        (value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure',
      )
      if (suite && closure) body(suite, closure, invocation)
      return undefined
    },
  })

const chain: Record<string, ChainStep> = {
  only: withStatus('focused'),
  skip: annotating,
  fixme: annotating,
  fail: annotating,
  slow: annotating,
  // The default export has all that the module has: `pw.test('…', …)`.
  test: (declarer) => declarerValue(declarer),
  describe: (declarer) => describeOf(declarer),
  suite: (declarer) => describeOf(declarer),
  extend: returningItself,
  use: declaringNothing,
  step: declaringNothing,
  setTimeout: declaringNothing,
  beforeEach: hookBefore,
  afterEach: declaringNothing,
  beforeAll: hookBefore,
  afterAll: declaringNothing,
  expect: () => UNKNOWN,
  info: () => host('test.info', { call: () => TEST_INFO }),
}

/** `test.describe.configure({ mode: 'parallel', retries: 2 })` says so of the suite, or file, that it stands in. */
const configure: ChainStep = (declarer, property) =>
  host(`${declarer.name}.${property}`, {
    call: ({ evaluator, arguments: [given] }) => {
      const suite = evaluator.collector?.current
      if (!suite || typeof given !== 'object' || given?.kind !== 'object') return undefined
      const mode = given.entries.get('mode')
      const modifiers = ['retries', 'timeout'].filter((name) => given.entries.has(name))
      if (mode === 'serial' || mode === 'parallel') modifiers.unshift(mode)
      suite.marks = joinMarks(suite.marks, { modifiers })
      return undefined
    },
  })

const describeChain: Record<string, ChainStep> = {
  only: withStatus('focused'),
  skip: withStatus('skipped'),
  fixme: marking({ status: 'skipped', modifiers: ['fixme'] }),
  serial: marking({ modifiers: ['serial'] }),
  parallel: marking({ modifiers: ['parallel'] }),
  configure,
}

const behaviour: DeclarerBehaviour = { framework: 'playwright', chain, options, withoutBody: null, titleMarks, body }

const describeOf = (_declarer: Declarer): Value => DESCRIBE
const DESCRIBE = createDeclarer('suite', 'test.describe', { ...behaviour, chain: describeChain })
const TEST = createDeclarer('test', 'test', behaviour)

const MODULE = host('@playwright/test', {
  member: (name) => {
    if (name === 'test' || name === 'default' || name === '_baseTest') return TEST
    if (name === 'mergeTests') return host('mergeTests', { call: () => TEST })
    return (
      new Map(
        inertValues('expect', 'devices', 'chromium', 'firefox', 'webkit', 'request', 'selectors', 'mergeExpects', 'defineConfig'),
      ).get(name) ?? MISSING
    )
  },
})

export const playwrightHost = (source: string): Value =>
  /^(?:@playwright\/test|playwright\/test|@playwright\/experimental-ct-[\w-]+)$/.test(source) ? MODULE : undefined
