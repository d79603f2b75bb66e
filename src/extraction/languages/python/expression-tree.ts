/** JavaScript's regular expressions as trees, as far as `bounded-expression.ts` runs them. */

export type ExpressionNode =
  /** One character: an expression of its own. */
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'sequence' | 'alternatives'; readonly parts: readonly ExpressionNode[] }
  /** `capture`: which group it is, from 1; null where it is none. */
  | { readonly kind: 'group'; readonly inner: ExpressionNode; readonly capture: number | null }
  | { readonly kind: 'look'; readonly inner: ExpressionNode; readonly isBehind: boolean; readonly isNegative: boolean }
  | { readonly kind: 'assertion'; readonly of: '^' | '$' | 'b' | 'B' }
  | {
      readonly kind: 'loop'
      readonly inner: ExpressionNode
      readonly least: number
      readonly most: number
      readonly isLazy: boolean
    }

/** Thrown where something isn't followed: references to what was found, flags for a part. */
class NotFollowed extends Error {}

const GROUP = /\((?:\?(?:(?<look><?[=!])|:|<[^>]*>))?/y
const QUANTIFIER = /(?:(?<sign>[*+?])|\{(?<least>\d+)(?<more>,(?<most>\d*))?\})(?<lazy>\??)/y
const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|0(?!\d)|[^1-9kpPux0c\da-zA-Z]|[dDwWsSfnrtv])/y

class Reader {
  private readonly source: string
  private readonly hasSets: boolean
  private at = 0
  captures = 0

  constructor(source: string, flags: string) {
    this.source = source
    this.hasSets = flags.includes('v')
  }

  read(): ExpressionNode {
    const tree = this.alternatives()
    if (this.at < this.source.length) throw new NotFollowed()
    return tree
  }

  private take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const found = expression.exec(this.source)
    if (found) this.at = expression.lastIndex
    return found
  }

  private alternatives(): ExpressionNode {
    const parts = [this.sequence()]
    while (this.source[this.at] === '|') {
      this.at++
      parts.push(this.sequence())
    }
    const [only] = parts
    return parts.length === 1 && only ? only : { kind: 'alternatives', parts }
  }

  private sequence(): ExpressionNode {
    const parts: ExpressionNode[] = []
    while (this.at < this.source.length && !/[|)]/.test(this.source.charAt(this.at))) {
      parts.push(this.quantified(this.part()))
    }
    return { kind: 'sequence', parts }
  }

  private quantified(inner: ExpressionNode): ExpressionNode {
    const found = this.take(QUANTIFIER)
    if (!found) return inner
    const { sign, least = '', more, most = '', lazy } = found.groups ?? {}
    const isLazy = lazy === '?'
    if (sign !== undefined)
      return { kind: 'loop', inner, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY, isLazy }
    const upper = more === undefined ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most)
    return { kind: 'loop', inner, least: Number(least), most: upper, isLazy }
  }

  private part(): ExpressionNode {
    const character = this.source.charAt(this.at)
    switch (character) {
      case '(':
        return this.group()
      case '[':
        return this.characterClass()
      case '\\':
        return this.escape()
      case '^':
      case '$':
        this.at++
        return { kind: 'assertion', of: character }
      default: {
        const source = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0)
        this.at += source.length
        return { kind: 'character', source: /^[\]{}]$/.test(source) ? `\\${source}` : source }
      }
    }
  }

  private group(): ExpressionNode {
    const found = this.take(GROUP)
    const look = found?.groups?.['look']
    const opening = found?.[0] ?? ''
    const capture = opening === '(' || opening.endsWith('>') ? ++this.captures : null
    const inner = this.alternatives()
    if (this.source[this.at] !== ')' || (opening === '(' && this.source.startsWith('?', this.at))) throw new NotFollowed()
    this.at++
    if (look === undefined) return { kind: 'group', inner, capture }
    return { kind: 'look', inner, isBehind: look.startsWith('<'), isNegative: look.endsWith('!') }
  }

  private characterClass(): ExpressionNode {
    const start = this.at
    for (let depth = 0; this.at < this.source.length; this.at++) {
      const character = this.source.charAt(this.at)
      if (character === '\\') {
        // Texts of several characters.
        if (this.source.charAt(++this.at) === 'q') throw new NotFollowed()
      } else if (character === '[' && (depth === 0 || this.hasSets)) depth++
      else if (character === ']' && --depth === 0) {
        this.at++
        return { kind: 'character', source: this.source.slice(start, this.at) }
      }
    }
    throw new NotFollowed()
  }

  private escape(): ExpressionNode {
    const next = this.source.charAt(this.at + 1)
    if (next === 'b' || next === 'B') {
      this.at += 2
      return { kind: 'assertion', of: next }
    }
    const found = this.take(ESCAPE)
    // Half a character may be followed by the other half.
    if (!found || /^\\u[dD][89a-fA-F]/.test(found[0])) throw new NotFollowed()
    return { kind: 'character', source: found[0] }
  }
}

/** The tree of an expression that is one, and how many groups it has; null where something in it isn't followed. */
export const expressionTree = (source: string, flags: string): { tree: ExpressionNode; captures: number } | null => {
  const reader = new Reader(source, flags)
  try {
    const tree = reader.read()
    return { tree, captures: reader.captures }
  } catch (fault) {
    if (fault instanceof NotFollowed) return null
    throw fault
  }
}

interface Width {
  readonly least: number
  readonly most: number
}

const sum = (widths: readonly Width[]): Width =>
  widths.reduce(({ least, most }, one) => ({ least: least + one.least, most: most + one.most }), { least: 0, most: 0 })

/** How many characters it takes. */
export const widthOf = (node: ExpressionNode): Width => {
  switch (node.kind) {
    case 'character':
      return { least: 1, most: 1 }
    case 'assertion':
    case 'look':
      return { least: 0, most: 0 }
    case 'group':
      return widthOf(node.inner)
    case 'loop': {
      const { least, most } = widthOf(node.inner)
      return { least: node.least * least, most: most === 0 ? 0 : node.most * most }
    }
    case 'sequence':
      return sum(node.parts.map(widthOf))
    case 'alternatives': {
      const widths = node.parts.map(widthOf)
      return { least: Math.min(...widths.map(({ least }) => least)), most: Math.max(...widths.map(({ most }) => most)) }
    }
  }
}

/** Whether it has groups that are kept. */
export const hasCaptures = (node: ExpressionNode): boolean => {
  if (node.kind === 'group') return node.capture !== null || hasCaptures(node.inner)
  if (node.kind === 'sequence' || node.kind === 'alternatives') return node.parts.some(hasCaptures)
  return (node.kind === 'loop' || node.kind === 'look') && hasCaptures(node.inner)
}
