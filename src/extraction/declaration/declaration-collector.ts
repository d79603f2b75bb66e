/**
 * Builds a file's tree of suites and tests from what frameworks' host values are told. One declaring call reached
 * several times by a loop over known items is one test with its cases; reached through a loop over unknown items it is
 * a dynamic one; reached through a helper in another file it stands at the line that leads there.
 */
import type { Cases, DetectedBy, FileInventory, Status } from '../../inventory/inventory.ts'
import type { Evaluator } from '../evaluation/evaluator.ts'
import { resumption } from '../evaluation/resumption.ts'
import type { Frame } from '../evaluation/frame.ts'
import { finishChildren } from './finish-tree.ts'
import { inheritStatuses } from './status-inheritance.ts'

export interface Title {
  /** Null where it can't be evaluated. */
  text: string | null
  /** As written: what is shown instead. */
  source: string
}

/** What modifiers, options and annotations say of a suite or test. */
export interface Marks {
  /** Null: nothing is said, so it is active unless a suite around it says otherwise. */
  status: Status | null
  /** The status wins over the other marks of what has it, as Vitest's `only` does; or also in a suite that isn't to run: Jest's focused suites. */
  firm?: 'itself' | 'anywhere'
  reason?: string
  modifiers: readonly string[]
  tags: readonly string[]
}

export const NO_MARKS: Marks = { status: null, modifiers: [], tags: [] }

/** The call that declares, and the file whose text holds it. */
export interface DeclarationSite {
  node: object
  path: string
  line: number
  endLine: number
}

export interface TestDeclaration {
  framework: string
  title: Title
  marks: Marks
  site: DeclarationSite
  /** The formatted names of a table's cases; null where there is no table. */
  cases: Cases | null
  bodyDigest?: string
  assertions?: readonly string[]
}

/** A test while its file is still being evaluated: marks may come from inside its body. */
export interface CollectedTest {
  kind: 'test'
  framework: string
  name: string
  marks: Marks
  line: number
  endLine: number
  declaredAt?: { path: string; line: number }
  cases: Cases | null
  /** Its status is that of a suite around it. */
  inherited: boolean
  bodyDigest?: string
  assertions?: readonly string[]
}

export interface CollectedSuite {
  kind: 'suite'
  name: string
  marks: Marks
  line: number
  endLine: number
  children: (CollectedSuite | CollectedTest)[]
}

interface RunningTest {
  test: CollectedTest
  title: string
}

/** Suites in suites in …: fewer than evaluation could enter, so that what is left out is known. */
const MAXIMUM_NESTING = 150

const GENEROUS_UNTIL = 5_000
const STEPS_AFTER_TEST = 20_000

export class DeclarationCollector {
  readonly path: string
  readonly root: CollectedSuite
  /** How many declarations of tests there were so far. */
  declared = 0
  /** The files that ran to their end or are running: a module runs once. */
  readonly ran = new Set<string>()
  /** Whether a file's tests stand in its own list although this file imports it, since both are loaded into one program. */
  readonly isElsewhere: (path: string) => boolean
  private readonly evaluator: Evaluator
  /** The suites that are open, outermost first, with the number of frames entered before each; a running test until it holds others. */
  private readonly open: { suite: CollectedSuite | null; test?: RunningTest; frames: number; isFlat?: true }[]
  private readonly later: (() => void)[] = []
  private readonly groups = new Map<string, CollectedTest>()
  private readonly identities = new WeakMap<object, number>()
  private identity = 0
  private firstCut: number | null = null

  constructor(path: string, evaluator: Evaluator, isElsewhere: (path: string) => boolean = () => false) {
    this.path = path
    this.isElsewhere = isElsewhere
    this.ran.add(path)
    this.evaluator = evaluator
    this.root = { kind: 'suite', name: '', marks: NO_MARKS, line: 1, endLine: 1, children: [] }
    this.open = [{ suite: this.root, frames: 0 }]
  }

  /** The line of the first suite that nests too deeply to be followed. */
  get cutAt(): number | null {
    return this.firstCut
  }

  get current(): CollectedSuite {
    const innermost = this.open.at(-1)
    if (!innermost) return this.root
    innermost.suite ??= innermost.test ? this.becomeSuite(innermost.test) : this.root
    return innermost.suite
  }

  /**
   * Declares a suite, runs its body, and gives it. A suite that stays empty is dropped when the tree is finished.
   * `isLater`: the body runs only once what declares the suite has ended, as some runners have it.
   */
  suite(declaration: { title: Title; marks: Marks; site: DeclarationSite }, body: () => void, isLater = false): CollectedSuite {
    const { title, marks, site } = declaration
    const suite: CollectedSuite = { kind: 'suite', name: title.text ?? title.source, marks, ...this.place(site), children: [] }
    this.current.children.push(suite)
    if (this.open.length > MAXIMUM_NESTING) this.firstCut ??= suite.line
    else if (isLater) this.putOff(resumption(this.evaluator, () => this.inside(suite, body)))
    else this.inside(suite, body)
    return suite
  }

  private putOff(resume: () => void): void {
    const open = [...this.open]
    this.later.push(() => {
      const outer = this.open.splice(0, this.open.length, ...open)
      try {
        resume()
      } finally {
        this.open.splice(0, this.open.length, ...outer)
      }
    })
  }

  /** Runs the bodies of suites that were put off, each with those that it puts off itself before the next. */
  runLater(): void {
    for (const body of this.later.splice(0)) {
      body()
      this.runLater()
    }
  }

  /** Declares a suite that holds what is declared after it, until the next such suite or the end of the file. */
  suiteFromHere({ title, marks, site }: { title: Title; marks: Marks; site: DeclarationSite }): void {
    if (this.open.at(-1)?.isFlat) this.open.pop()
    const suite: CollectedSuite = { kind: 'suite', name: title.text ?? title.source, marks, ...this.place(site), children: [] }
    this.current.children.push(suite)
    this.open.push({ suite, frames: this.evaluator.frames.length, isFlat: true })
  }

  /** Runs `body` with `suite` as the one that declarations go to. */
  inside(suite: CollectedSuite, body: () => void): void {
    this.open.push({ suite, frames: this.evaluator.frames.length })
    try {
      body()
    } finally {
      this.open.pop()
    }
  }

  /** Runs a test's body where what is declared by it is a part of the test, which then is the suite of these parts. */
  insideTest(test: CollectedTest, title: string, body: () => void): void {
    this.open.push({ suite: null, test: { test, title }, frames: this.evaluator.frames.length })
    try {
      body()
    } finally {
      this.open.pop()
    }
  }

  /** Runs `declare` as if called right in the body of a test that is still running. */
  insideRunning(test: CollectedTest, declare: () => void): void {
    const running = this.open.findLast((one) => one.test?.test === test)
    if (!running) return declare()
    this.open.push(running)
    try {
      declare()
    } finally {
      this.open.pop()
    }
  }

  /** A test that turns out to hold others is no test itself but the suite of them. Of a test in a loop this is said of its last case. */
  private becomeSuite({ test, title }: RunningTest): CollectedSuite {
    const { marks, line, endLine } = test
    const names = test.cases?.kind === 'listed' ? test.cases.names.slice(0, -1) : []
    const suite: CollectedSuite = { kind: 'suite', name: title, marks, line, endLine, children: [] }
    const parent = this.open.findLast((one) => one.suite?.children.includes(test))?.suite
    if (!parent) return suite
    if (names.length > 0) {
      test.cases = { kind: 'listed', names }
      parent.children.push(suite)
      return suite
    }
    parent.children.splice(parent.children.indexOf(test), 1, suite)
    for (const [key, group] of this.groups) if (group === test) this.groups.delete(key)
    return suite
  }

  test(declaration: TestDeclaration): CollectedTest {
    this.declared++
    this.evaluator.declarations++
    // What declares tests gets somewhere; up to a bound, since a program can declare for ever.
    if (this.declared < GENEROUS_UNTIL) this.evaluator.budget.allow(STEPS_AFTER_TEST)
    const { title, site } = declaration
    const { conditions, unknownLoops, frames } = this.evaluator
    const marks = conditions > 0 ? withModifier(declaration.marks, 'conditional') : declaration.marks
    const entered = frames.slice(this.open.at(-1)?.frames ?? 0)
    const isRepeated = entered.some((frame) => frame.kind === 'loop')
    const key = isRepeated ? this.groupKey(entered, declaration, marks) : ''
    const group = isRepeated ? this.groups.get(key) : undefined
    if (group) {
      addCases(group, this.casesOf(declaration, unknownLoops > 0))
      return group
    }
    const test: CollectedTest = {
      kind: 'test',
      framework: declaration.framework,
      name: isRepeated || declaration.cases ? title.source : (title.text ?? title.source),
      marks,
      inherited: false,
      ...this.place(site),
      cases: isRepeated || unknownLoops > 0 ? this.casesOf(declaration, unknownLoops > 0) : declaration.cases,
      ...(declaration.bodyDigest ? { bodyDigest: declaration.bodyDigest } : {}),
      ...(declaration.assertions ? { assertions: declaration.assertions } : {}),
    }
    if (isRepeated) this.groups.set(key, test)
    this.current.children.push(test)
    return test
  }

  private casesOf(declaration: TestDeclaration, isUnknown: boolean): Cases {
    if (isUnknown) return { kind: 'dynamic' }
    if (declaration.cases) return declaration.cases
    const { text, source } = declaration.title
    return { kind: 'listed', names: [text ?? source] }
  }

  /** The same call reached by the same way, whatever the turn of its loops: the cases of one test. */
  private groupKey(entered: readonly Frame[], declaration: TestDeclaration, marks: Marks): string {
    const way = entered.map((frame) => this.identify(frame.node)).join('/')
    return [
      this.identify(this.current),
      way,
      this.identify(declaration.site.node),
      marks.status ?? '',
      marks.modifiers.join(),
      declaration.title.source,
    ].join('|')
  }

  private identify(node: object): number {
    const known = this.identities.get(node)
    if (known !== undefined) return known
    this.identities.set(node, ++this.identity)
    return this.identity
  }

  private place(site: DeclarationSite): { line: number; endLine: number; declaredAt?: { path: string; line: number } } {
    if (site.path === this.path) return { line: site.line, endLine: site.endLine }
    const way = this.evaluator.frames.findLast(({ module }) => module.path === this.path)
    const line = way?.line ?? 1
    return { line, endLine: line, declaredAt: { path: site.path, line: site.line } }
  }

  /** The file's tests, statuses inherited, empty suites dropped, sorted by line. Null where there is none. */
  finish(about: { language: string; framework: string; detectedBy: DetectedBy }): FileInventory | null {
    inheritStatuses(this.root)
    const { suites, tests } = finishChildren(this.root)
    return suites.length + tests.length === 0 ? null : { path: this.path, ...about, suites, tests }
  }
}

export const withModifier = (marks: Marks, modifier: string): Marks =>
  marks.modifiers.includes(modifier) ? marks : { ...marks, modifiers: [...marks.modifiers, modifier] }

/** One by one to the names that are there: a loop's turns are many. */
const addCases = (test: CollectedTest, more: Cases): void => {
  if (test.cases?.kind === 'dynamic' || more.kind === 'dynamic') test.cases = { kind: 'dynamic' }
  else if (test.cases) for (const name of more.names) test.cases.names.push(name)
  else test.cases = { kind: 'listed', names: [...more.names] }
}
