/** What a library makes of a test that it is given, as far as a subtest can be run through it. */
import { type ClosureValue, host, type HostValue, type Invocation, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isTestParameter } from './go-functions.ts'
import { rootName } from './go-mentions.ts'
import { isTest } from './go-values.ts'

/** Methods that a wrapper passes on to its test. */
const PASSED_ON = new Set(['Skip', 'Skipf', 'SkipNow', 'Parallel', 'Name'])

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

/** The result of a call of something unknown: where a test went in, a wrapper whose `Run` runs subtests of that test. */
export const wrapTest = ({ arguments: args }: Invocation): Value | undefined => {
  // One that is given a function may call it, which the evaluator sees to.
  const test = args.some(isClosure) ? undefined : args.find(isTest)
  return test && wrapperOf(test)
}

/**
 * `fixtures.Run(t, func(t *testing.T, f *Fixture) { … })` of something unknown: a function with a test of its own is run
 * as subtests, of which neither names nor number are known.
 */
export const runUnknownSubtests = (invocation: Invocation): Value | undefined => {
  const { site, evaluator, arguments: args } = invocation
  const [test, body, ...others] = args
  if (site.callee.kind !== 'member' || site.callee.property !== 'Run' || others.length > 0) return undefined
  if (!isTest(test) || !isClosure(body) || !body.facts.parameters[0] || !isTestParameter(body.facts.parameters[0])) return undefined
  const run = test.member?.('Run', evaluator)
  if (run === undefined || typeof run === 'symbol') return undefined
  const given = body.facts.parameters.slice(1).map(() => UNKNOWN)
  const subtest = host('subtest', {
    data: body,
    call: ({ arguments: [inner] }) => evaluator.callClosure(body, [inner, ...given], { invocation }),
  })
  const text = `${rootName(site.callee.object)}.Run(…)`
  return evaluator.call(run, { ...invocation, site: { ...site, text }, arguments: [UNKNOWN, subtest], expressions: [] })
}

const wrapperOf = (test: HostValue): HostValue =>
  host('wrapped test', {
    member: (name, evaluator) => {
      if (PASSED_ON.has(name)) return test.member?.(name, evaluator) ?? UNKNOWN
      return name === 'Run' ? host(name, { call: (invocation) => runSubtest(test, invocation) }) : UNKNOWN
    },
  })

/** `c.Run(name, func(c *C) { … })`: the function is given a wrapper of the subtest. */
const runSubtest = (test: HostValue, invocation: Invocation): Value => {
  const { evaluator } = invocation
  const [title, body, ...others] = invocation.arguments
  if (!isClosure(body) || others.length > 0) return UNKNOWN
  const wrapped = host('subtest', {
    call: ({ arguments: [inner] }) => evaluator.callClosure(body, [isTest(inner) ? wrapperOf(inner) : UNKNOWN], { invocation }),
  })
  const run = test.member?.('Run', evaluator)
  return run === undefined || typeof run === 'symbol'
    ? UNKNOWN
    : evaluator.call(run, { ...invocation, arguments: [title, wrapped], expressions: [] })
}
