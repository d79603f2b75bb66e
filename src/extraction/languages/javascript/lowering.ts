import type { Node } from 'oxc-parser'
import { MOCKS } from './mocks-first.ts'
import { isHookName, isLeafName, usesTestVocabulary } from './test-vocabulary.ts'

/** What may stand between a declaring name and its call, so that its function still is a test's body. */
const LEAF_MEMBERS = new Set([
  'skip', 'only', 'todo', 'concurrent', 'sequential', 'serial', 'parallel', 'shuffle', 'fails', 'failing', 'fixme', 'fail', 'slow', 'skipIf', 'runIf',
  'todoIf', 'if', 'each', 'for', 'test', 'it', 'ignore', 'cb', 'macro', 'prop', 'effect', 'live', 'scoped',
]) // prettier-ignore

/** Twice what evaluation follows: a suite in a suite is a statement and an expression. */
const MAXIMUM_DEPTH = 800

/** What a function waits for: the lines of the first thing that it surely does, and of the first in what only may be run. */
interface Waiting {
  awaitLine?: number
  mayAwaitLine?: number
  /** Whether what is lowered now only may be run. */
  isPerhaps: boolean
}

/** What lowering carries along: the text, where its lines start, and how deep it is. */
export class Lowering {
  readonly text: string
  readonly lineStarts: number[] = [0]
  /** The line of the first thing that nests too deeply to be read and may declare tests. */
  cutAt: number | null = null
  /** The variables that hooks change (see `changedByHooks`). */
  hooked: ReadonlySet<string> = new Set()
  /** Whether anything may be put in a module's place. */
  readonly hasMocks: boolean
  /** Statements that come before all others, wherever they stand. */
  lifted: ReadonlySet<Node> = new Set()
  /** Of the function at hand. */
  waiting: Waiting = { isPerhaps: false }
  private depth = 0

  constructor(text: string) {
    this.text = text
    this.hasMocks = MOCKS.test(text)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1)
  }

  /** 1-based. */
  lineAt(offset: number): number {
    let low = 0
    let high = this.lineStarts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** The function at hand waits here. */
  waits(node: { start: number }): void {
    const { waiting } = this
    if (waiting.isPerhaps) waiting.mayAwaitLine ??= this.lineAt(node.start)
    else waiting.awaitLine ??= this.lineAt(node.start)
  }

  /** Lowers what only may be run. */
  perhaps<T>(inner: () => T): T {
    const { waiting } = this
    const { isPerhaps } = waiting
    waiting.isPerhaps = true
    const lowered = inner()
    waiting.isPerhaps = isPerhaps
    return lowered
  }

  /** Whether a callee chain looks like it declares a test, so that its function is a test's body. */
  isLeaf(callee: Node): boolean {
    const parts: string[] = []
    for (let at: Node = callee; ;) {
      if (at.type === 'Identifier') {
        parts.push(at.name)
        break
      }
      if (at.type === 'MemberExpression') {
        if (at.property.type === 'Identifier' && !at.computed) parts.push(at.property.name)
        at = at.object
      } else if (at.type === 'CallExpression') at = at.callee
      else if (at.type === 'TaggedTemplateExpression') at = at.tag
      else return false
    }
    if (parts.length <= 2 && isHookName(parts[0] ?? '')) return true
    return isLeafName(parts.at(-1) ?? '') && parts.slice(0, -1).every((part) => LEAF_MEMBERS.has(part))
  }

  slice(node: { start: number; end: number }): string {
    return this.text.slice(node.start, node.end)
  }

  /** Nesting has a limit, so that nothing overflows the stack; what is lost by it is told where it could matter. */
  deeper<T>(node: { start: number; end: number }, inner: () => T, tooDeep: T): T {
    if (this.depth >= MAXIMUM_DEPTH) {
      if (this.cutAt === null && usesTestVocabulary(this.slice(node))) this.cutAt = this.lineAt(node.start)
      return tooDeep
    }
    this.depth++
    try {
      return inner()
    } finally {
      this.depth--
    }
  }
}

/** The name a callee chain starts with: `it` of `it.only.each(…)`; `this` and computed starts have none. */
export const rootName = (node: Node): string => {
  for (let at: Node = node; ;) {
    if (at.type === 'Identifier') return at.name
    if (at.type === 'MemberExpression') at = at.object
    else if (at.type === 'CallExpression') at = at.callee
    else if (at.type === 'TaggedTemplateExpression') at = at.tag
    else if (at.type === 'ChainExpression' || at.type === 'TSNonNullExpression' || at.type === 'ParenthesizedExpression') at = at.expression
    else return ''
  }
}
