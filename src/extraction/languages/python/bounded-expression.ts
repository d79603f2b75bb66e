/**
 * Python's regular expressions in JavaScript's words, run step by step: those of which it can't be told beforehand that they
 * soon end. What takes more steps than are allowed is given up.
 */
import { type ExpressionNode, expressionTree, hasCaptures, widthOf } from './expression-tree.ts'

/** Thrown where a search takes more steps than it may. */
export class TooManySteps extends Error {
  readonly code = 'too-many-steps'
}

export interface BoundedExpression {
  /** What is found first, from a place on or right there; null where nothing is. */
  exec(from: number, isSticky: boolean): RegExpExecArray | null
  /** How many steps were taken so far. */
  readonly steps: number
}

/** Turns of loops within each other, each of which takes some of the stack. */
const MOST_TURNS = 1_000

/** Goes on from a place; false where that leads nowhere. */
type Way = (at: number) => boolean

class Machine implements BoundedExpression {
  steps = 0
  private readonly text: string
  private readonly flags: string
  private readonly most: number
  private readonly start: Way
  private turns = 0
  private end = 0
  /** Where the groups that are open begin, and what was found for each: beginnings and ends, -1 for nothing. */
  private readonly opened: number[]
  private readonly from: number[]
  private readonly to: number[]
  private readonly isWord: (at: number) => boolean

  constructor(tree: ExpressionNode, captures: number, { flags, text, most }: { flags: string; text: string; most: number }) {
    this.text = text
    this.flags = flags.replaceAll(/[gyd]/g, '')
    this.most = most
    this.opened = Array<number>(captures + 1).fill(-1)
    this.from = [...this.opened]
    this.to = [...this.opened]
    const word = this.tester(String.raw`\w`)
    this.isWord = (at) => at >= 0 && at < text.length && word(text.charAt(at))
    this.start = this.compile(tree, (at) => {
      this.end = at
      return true
    })
  }

  exec(from: number, isSticky: boolean): RegExpExecArray | null {
    for (let at = from; at <= this.text.length; at = this.next(at)) {
      this.from.fill(-1)
      this.turns = 0
      if (this.start(at)) return this.found(at)
      if (isSticky) break
    }
    return null
  }

  private found(index: number): RegExpExecArray {
    const groups = this.from.slice(1).map((from, at) => (from < 0 ? undefined : this.text.slice(from, this.to[at + 1])))
    // What stands for a group without a match is undefined, as the language itself has it.
    const whole = [this.text.slice(index, this.end), ...groups] as [string, ...string[]]
    return Object.assign(whole, { index, input: this.text })
  }

  private step(): void {
    if (++this.steps > this.most) throw new TooManySteps('A search takes too many steps.')
  }

  /** The place behind the character at a place. */
  private next(at: number): number {
    return at + ((this.text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1)
  }

  /** The place before so many characters; negative where there are fewer. */
  private back(at: number, count: number): number {
    let place = at
    for (let left = count; left > 0 && place >= 0; left--) place -= place > 1 && (this.text.codePointAt(place - 2) ?? 0) > 0xff_ff ? 2 : 1
    return place
  }

  /** Whether a character is one, asked of the language once for each. */
  private tester(source: string): (character: string) => boolean {
    const expression = new RegExp(`^(?:${source})$`, this.flags.replace('m', ''))
    const known = new Map<string, boolean>()
    return (character) => {
      let is = known.get(character)
      if (is === undefined) known.set(character, (is = expression.test(character)))
      return is
    }
  }

  /** The place behind the character at a place, where that is one; else -1. */
  private character(source: string): (at: number) => number {
    const is = this.tester(source)
    return (at) => {
      this.step()
      if (at >= this.text.length) return -1
      const next = this.next(at)
      return is(this.text.slice(at, next)) ? next : -1
    }
  }

  private compile(node: ExpressionNode, next: Way): Way {
    switch (node.kind) {
      case 'character': {
        const behind = this.character(node.source)
        return (at) => {
          const end = behind(at)
          return end >= 0 && next(end)
        }
      }
      case 'sequence':
        return node.parts.reduceRight((way, part) => this.compile(part, way), next)
      case 'alternatives': {
        const ways = node.parts.map((part) => this.compile(part, next))
        return (at) => {
          this.step()
          return ways.some((way) => way(at))
        }
      }
      case 'group':
        return node.capture === null ? this.compile(node.inner, next) : this.capture(node.inner, node.capture, next)
      case 'assertion':
        return this.assertion(node.of, next)
      case 'look':
        return this.look(node, next)
      case 'loop':
        return node.inner.kind === 'character' ? this.run(node, node.inner.source, next) : this.loop(node, next)
    }
  }

  private capture(inner: ExpressionNode, group: number, next: Way): Way {
    const { opened, from, to } = this
    const way = this.compile(inner, (end) => {
      const [start = -1, formerFrom = -1, formerTo = -1] = [opened[group], from[group], to[group]]
      from[group] = start
      to[group] = end
      if (next(end)) return true
      from[group] = formerFrom
      to[group] = formerTo
      opened[group] = start
      return false
    })
    return (at) => {
      const former = opened[group] ?? -1
      opened[group] = at
      if (way(at)) return true
      opened[group] = former
      return false
    }
  }

  private assertion(of: '^' | '$' | 'b' | 'B', next: Way): Way {
    const { text } = this
    const isBreak = (at: number): boolean => this.flags.includes('m') && /^[\n\r\u2028\u2029]$/.test(text.charAt(at))
    const holds: Record<typeof of, Way> = {
      '^': (at) => at === 0 || isBreak(at - 1),
      $: (at) => at === text.length || isBreak(at),
      b: (at) => this.isWord(at - 1) !== this.isWord(at),
      B: (at) => this.isWord(at - 1) === this.isWord(at),
    }
    const does = holds[of]
    return (at) => {
      this.step()
      return does(at) && next(at)
    }
  }

  private look({ inner, isBehind, isNegative }: ExpressionNode & { kind: 'look' }, next: Way): Way {
    const { least: width, most } = isBehind ? widthOf(inner) : { least: 0, most: 0 }
    if (width !== most || (isBehind && hasCaptures(inner))) throw new NotCompiled()
    let end = -1
    const way = this.compile(inner, (at) => !isBehind || at === end)
    return (at) => {
      this.step()
      const [from, to] = [[...this.from], [...this.to]]
      const start = this.back(at, width)
      const outer = end
      end = at
      const isFound = start >= 0 && way(start)
      end = outer
      if (isNegative !== isFound) {
        if (isNegative) this.restore(from, to)
        if (next(at)) return true
      }
      this.restore(from, to)
      return false
    }
  }

  private restore(from: readonly number[], to: readonly number[]): void {
    for (const [group, place] of from.entries()) {
      this.from[group] = place
      this.to[group] = to[group] ?? -1
    }
  }

  /** A loop over one character, which has nothing to remember. */
  private run({ least, most, isLazy }: ExpressionNode & { kind: 'loop' }, source: string, next: Way): Way {
    const behind = this.character(source)
    if (isLazy)
      return (at) => {
        for (let [count, place] = [0, at]; place >= 0 && count <= most; count++, place = behind(place))
          if (count >= least && next(place)) return true
        return false
      }
    return (at) => {
      let place = at
      let count = 0
      for (let end = at; count < most && (end = behind(place)) >= 0; count++) place = end
      for (; count >= least; count--, place = this.back(place, 1)) {
        this.step()
        if (next(place)) return true
      }
      return false
    }
  }

  /** A loop over more: what it takes may not be nothing, after which the two languages go on in ways of their own. */
  private loop({ inner, least, most, isLazy }: ExpressionNode & { kind: 'loop' }, next: Way): Way {
    if (widthOf(inner).least === 0) throw new NotCompiled()
    let count = 0
    /** Goes a way, and is where it was if that leads nowhere. */
    const tried = (way: Way, at: number, turns: number): boolean => {
      const former = count
      count = turns
      if (way(at)) return true
      count = former
      return false
    }
    const turn = (at: number): boolean => {
      if (count >= most) return false
      if (++this.turns > MOST_TURNS) throw new TooManySteps('A search repeats too much.')
      if (tried(body, at, count + 1)) return true
      this.turns--
      return false
    }
    const leave = (at: number): boolean => tried(next, at, count)
    const goOn: Way = (at) => {
      this.step()
      if (count < least) return turn(at)
      return isLazy ? leave(at) || turn(at) : turn(at) || leave(at)
    }
    const body = this.compile(inner, (end) => tried(goOn, end, count))
    return (at) => tried(goOn, at, 0)
  }
}

/** Thrown where a look behind has no width, or a turn of a loop may have none. */
class NotCompiled extends Error {}

/**
 * An expression over a text, with so many steps for all searches. Null where it is none, or isn't followed: as with neither
 * `u` nor `v`, where half characters may be found.
 */
export const boundedExpression = (source: string, flags: string, text: string, most: number): BoundedExpression | null => {
  const read = /[uv]/.test(flags) ? expressionTree(source, flags) : null
  if (!read) return null
  try {
    // It may be none; what it costs to run doesn't matter for that.
    void new RegExp(source, flags)
    return new Machine(read.tree, read.captures, { flags, text, most })
  } catch (fault) {
    if (fault instanceof NotCompiled || fault instanceof SyntaxError || fault instanceof RangeError) return null
    throw fault
  }
}
