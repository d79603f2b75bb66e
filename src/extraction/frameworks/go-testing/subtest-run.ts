/**
 * Runs a test function by evaluation and records what it declares: `t.Run` and `b.Run` become children, `f.Add` seeds,
 * and skips and `Parallel` marks of what is being run.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Frame } from '../../evaluation/frame.ts'
import { doPutOff, putOff } from '../../evaluation/put-off.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import { gaps } from '../../evaluation/scope.ts'
import { type ClosureValue, host, type HostValue, type Invocation, isUnknown, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { sprint } from '../../languages/go/go-format.ts'
import { sprintf } from '../../languages/go/go-sprintf.ts'
import { TEST, textOf } from '../../languages/go/go-values.ts'
import { type Running, TestEnded } from './running-test.ts'
import { settleNumber, SubtestNames, told } from './subtest-names.ts'
import { RUN_SUITE, runSuite } from './testify-suite.ts'

/** What a test may take between two declarations; benchmarks loop for millions of turns and declare nothing. */
const STEPS = 200_000

/** The same where the file will be linked again, with more files read: only what else is to be read is looked for. */
const STEPS_TO_LOOK_AHEAD = 2_000

/** What a file may take from here on; `before`: what was unread when it was begun. */
export const stepsSince = (before: number): number => (gaps.unread === before ? STEPS : STEPS_TO_LOOK_AHEAD)

/** After so many bodies that take too many steps the rest of the function is given up. */
const MOST_EXHAUSTED = 5

/** Past so many subtests of one function the rest is not listed. */
const MOST_SUBTESTS = 200_000

export interface GoTest {
  /** As `go test -v` prints it, its own part; as written where that can't be told. */
  name: string
  /** The name as written, where it is no plain text. */
  source: string
  isDynamic: boolean
  line: number
  endLine: number
  declaredAt?: { path: string; line: number }
  isSkipped: boolean
  reason?: string
  modifiers: string[]
  digest: string
  assertions: readonly string[]
  children: GoTest[]
  /** The way that led to its declaration, the same for every turn of a loop; null where no loop is on it. */
  group: string | null
}

export const newTest = (place: { name: string; line: number; endLine: number }): GoTest => ({
  ...place,
  source: place.name,
  isDynamic: false,
  isSkipped: false,
  modifiers: [],
  digest: '',
  assertions: [],
  children: [],
  group: null,
})

/** What is asked of the package around a test. */
export interface TestPackage {
  /** Corpus files of a fuzz test, by its name. */
  corpus(fuzzTest: string): readonly string[]
  /** What it may take between two declarations. */
  steps(): number
}

export class SubtestRun {
  private readonly evaluator: Evaluator
  private readonly path: string
  private readonly package: TestPackage
  private readonly names = new SubtestNames()
  private readonly keys = new WeakMap<GoTest, string>()
  private readonly identities = new WeakMap<object, number>()
  private identity = 0
  private declared = 0
  /** Tests whose bodies took too many steps: they may have more subtests than those found. */
  readonly exhausted: GoTest[] = []

  constructor(evaluator: Evaluator, path: string, testPackage: TestPackage) {
    this.evaluator = evaluator
    this.path = path
    this.package = testPackage
  }

  /** Runs a function with a test as its argument. */
  run(test: GoTest, fullName: string, body: (argument: HostValue) => void, dynamic: ReadonlySet<object> = new Set()): void {
    const { conditions, unknownLoops, frames } = this.evaluator
    const seen = { cleanups: [], alternatives: new Map(), doubtful: new Map() }
    const key = this.keys.get(test) ?? fullName
    const running: Running = { test, fullName, key, conditions, unknownLoops, frames: frames.length, dynamic, ...seen }
    this.untilEnded(running, () => body(this.testValue(running)))
    // One may ask for another.
    for (let next = running.cleanups.pop(); next; next = running.cleanups.pop()) {
      const cleanUp = next
      this.untilEnded(running, () => doPutOff(this.evaluator, cleanUp))
    }
  }

  private untilEnded(running: Running, run: () => void): void {
    try {
      run()
    } catch (error) {
      if (error instanceof EvaluationLimit && this.declared <= MOST_SUBTESTS) this.giveUp(running.test)
      else if (!(error instanceof TestEnded) || error.running !== running) throw error
    }
  }

  private cleanUpLater(running: Running, invocation: Invocation): Value {
    const [called] = invocation.arguments
    const call = (): void => void this.evaluator.call(called, { ...invocation, arguments: [], expressions: [] })
    running.cleanups.push(putOff(this.evaluator, call))
    return UNKNOWN
  }

  /** One body that does too much must not cost its siblings theirs. */
  private giveUp(test: GoTest): void {
    this.exhausted.push(test)
    this.evaluator.budget.allow(this.exhausted.length > MOST_EXHAUSTED ? 0 : this.package.steps())
  }

  private testValue(running: Running): HostValue {
    const members = new Map<string, Value>()
    const method = (name: string, call: (invocation: Invocation) => Value): void => void members.set(name, host(name, { call }))
    method('Run', (invocation) => this.declareSubtest(running, invocation))
    method('Skip', ({ arguments: args, evaluator }) => this.skip(running, sprint(evaluator, args, true)?.trimEnd()))
    method('Skipf', ({ arguments: [format, ...args], evaluator }) => this.skip(running, sprintf(evaluator, textOf(format) ?? '%', args)))
    method('SkipNow', () => this.skip(running, undefined))
    method('Cleanup', (invocation) => this.cleanUpLater(running, invocation))
    method('Parallel', () => this.mark(running, 'parallel'))
    method('Name', () => (running.test.isDynamic ? UNKNOWN : running.fullName))
    method('Add', (invocation) => this.addSeed(running, invocation))
    method('Fuzz', (invocation) => this.fuzz(running, invocation))
    // Failing, logging and the rest change nothing of which tests there are.
    const other = host('testing method', { call: () => UNKNOWN })
    const test = host(TEST, { member: (name) => members.get(name) ?? other, data: running })
    method(RUN_SUITE, (invocation) => runSuite(test, invocation))
    return test
  }

  private isCertain(running: Running): boolean {
    return this.evaluator.conditions === running.conditions && this.evaluator.unknownLoops === running.unknownLoops
  }

  private skip(running: Running, reason: string | undefined): Value {
    const known = told(reason)
    if (known) running.test.reason ??= known
    if (!this.isCertain(running)) return this.mark(running, 'conditional')
    if (running.test.children.length === 0) running.test.isSkipped = true
    throw new TestEnded(running)
  }

  private mark({ test }: Running, modifier: string): Value {
    if (!test.modifiers.includes(modifier)) test.modifiers.push(modifier)
    return UNKNOWN
  }

  private declareSubtest(parent: Running, invocation: Invocation): Value {
    const [title] = invocation.arguments
    // `suite.Run(t, …)` and the like have no name in front.
    if (typeof title === 'object' && title !== null && !isTitle(title)) return UNKNOWN
    const text = told(textOf(title))
    const alternative = text === undefined ? undefined : this.alternativeOf(parent, text)
    if (alternative) {
      alternative.isSkipped = false
      return this.runBody(alternative, parent, invocation)
    }
    const test = this.newSubtest(parent, invocation, text)
    if (text !== undefined && this.isExcludable(parent)) parent.alternatives.set(text, test)
    if (++this.declared > MOST_SUBTESTS) throw new EvaluationLimit('too many subtests')
    this.evaluator.declarations++
    this.evaluator.budget.allow(this.package.steps())
    parent.test.children.push(test)
    this.keys.set(test, `${parent.key}/${test.name}`)
    // Its body may ask for its name.
    if (text !== undefined && !test.isDynamic) settleNumber(parent.doubtful, text, test, !test.modifiers.includes('conditional'))
    return this.runBody(test, parent, invocation)
  }

  private runBody(test: GoTest, parent: Running, invocation: Invocation): Value {
    const body = invocation.arguments[1]
    if (typeof body !== 'object' || body === null) return UNKNOWN
    const written = isClosure(body) ? body : body.kind === 'host' && isClosure(body.data) ? body.data : null
    if (written) {
      test.digest = written.facts.digest
      test.assertions = written.facts.assertions ?? []
    }
    if (body.kind === 'closure' || body.kind === 'either' || body.kind === 'host') this.runInside(test, parent, invocation, body)
    return UNKNOWN
  }

  private runInside(test: GoTest, parent: Running, invocation: Invocation, body: Value): void {
    const { site } = invocation
    if (test.isDynamic && parent.dynamic.has(site)) return
    const dynamic = test.isDynamic ? new Set([...parent.dynamic, site]) : parent.dynamic
    this.run(test, `${parent.fullName}/${test.name}`, (argument) => void this.enter(body, argument, invocation), dynamic)
  }

  /** Of branches that exclude each other only one declares a name: what they hold counts as one subtest's. */
  private alternativeOf(parent: Running, title: string): GoTest | undefined {
    return this.isExcludable(parent) ? parent.alternatives.get(title) : undefined
  }

  private isExcludable(parent: Running): boolean {
    return (
      this.evaluator.conditions > parent.conditions && !this.evaluator.frames.slice(parent.frames).some((frame) => frame.kind === 'loop')
    )
  }

  private enter(body: Value, argument: HostValue, invocation: Invocation): Value {
    if (isClosure(body)) return this.evaluator.callClosure(body, [argument], { invocation })
    return this.evaluator.call(body, { ...invocation, arguments: [argument], expressions: [] })
  }

  private newSubtest(parent: Running, invocation: Invocation, title: string | undefined): GoTest {
    const { site } = invocation
    const isRepeated = this.evaluator.unknownLoops > parent.unknownLoops
    const source = site.text ?? title ?? ''
    const isDynamic = title === undefined || isRepeated
    const name = title === undefined ? source : isRepeated ? title : this.names.unique(parent.key, title)
    const test: GoTest = {
      ...newTest({ name, line: site.line, endLine: site.endLine }),
      source,
      isDynamic,
      group: this.groupOf(parent, site),
    }
    const isConditional = this.evaluator.conditions > parent.conditions || parent.test.modifiers.includes('conditional')
    if (isConditional) test.modifiers.push('conditional')
    this.place(test, invocation)
    return test
  }

  /** A helper's declaration in another file stands at the line of this file that leads to it. */
  private place(test: GoTest, { module, site }: Invocation): void {
    if (module.path === this.path) return
    const line = this.evaluator.frames.findLast(({ module }) => module.path === this.path)?.line ?? 1
    test.line = line
    test.endLine = line
    test.declaredAt = { path: module.path, line: site.line }
  }

  private groupOf(parent: Running, site: object): string | null {
    const way = this.evaluator.frames.slice(parent.frames)
    return way.some((frame: Frame) => frame.kind === 'loop')
      ? [...way.map((frame) => frame.node), site].map((node) => this.identify(node)).join('/')
      : null
  }

  private identify(node: object): number {
    const known = this.identities.get(node)
    if (known !== undefined) return known
    this.identities.set(node, ++this.identity)
    return this.identity
  }

  /** Seeds run as subtests `seed#0`, `seed#1`, … once `f.Fuzz` is called. */
  private addSeed(running: Running, invocation: Invocation): Value {
    const isDynamic = this.evaluator.unknownLoops > running.unknownLoops
    const name = isDynamic ? 'seed' : `seed#${running.test.children.filter((child) => !child.isDynamic).length}`
    const { site } = invocation
    const seed: GoTest = {
      ...newTest({ name, line: site.line, endLine: site.endLine }),
      source: 'seed',
      isDynamic,
      group: this.groupOf(running, site),
    }
    if (this.evaluator.conditions > running.conditions) seed.modifiers.push('conditional')
    this.place(seed, invocation)
    running.test.children.push(seed)
    return UNKNOWN
  }

  private fuzz(running: Running, { site }: Invocation): Value {
    for (const name of this.package.corpus(running.test.name))
      running.test.children.push(newTest({ name, line: site.line, endLine: site.endLine }))
    return UNKNOWN
  }
}

/** What a host value stands for may be a function of the repository too. */
const isClosure = (value: unknown): value is ClosureValue =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'closure'

const isTitle = (value: Value): boolean =>
  isUnknown(value) || textOf(value) !== undefined || (typeof value === 'object' && (value?.kind === 'either' || value?.kind === 'object'))
