/** What a library makes of a test that it is given, as far as a subtest can be run through it. */
import { type ClosureValue, host, type HostValue, type Invocation, UNKNOWN, type Value } from '../../evaluation/value.ts'
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
