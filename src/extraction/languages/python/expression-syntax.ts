/**
 * Python's regular expressions in the words of JavaScript's `v` mode. What JavaScript has no words for (conditions, atomic
 * groups, flags for a part, references to what was found) is not translated.
 */

/** `re.I`, `re.M`, `re.S`, `re.X` and `re.A`, and `re.U`, which changes nothing. */
export type ExpressionFlag = 'i' | 'm' | 's' | 'x' | 'a' | 'u'

export interface Translated {
  source: string
  flags: string
  /** Whether letters beyond ASCII have no other case. */
  isAscii: boolean
  /** The names of groups by their numbers, from 1; null where a group has none. */
  groups: (string | null)[]
}

/** As classes hold them: letters and digits of all scripts, unless an expression asks for ASCII. */
const UNICODE = {
  w: String.raw`\p{L}\p{N}_`,
  d: String.raw`\p{Nd}`,
  s: String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`,
}
const ASCII = { w: 'A-Za-z0-9_', d: '0-9', s: String.raw`\t-\r\x20` }

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 }

/** A character that stands for itself wherever it is. */
const literal = (code: number): string => {
  const text = String.fromCodePoint(code)
  if (/^\w$/.test(text)) return text
  const hex = code.toString(16)
  return code > 0xff_ff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}

/** Thrown where something isn't translated. */
class Untranslated extends Error {}

const GROUP = /^\?(?:(?<kept>:|=|!|<=|<!)|P<(?<name>[A-Za-z_]\w*)>)/
const PASSED = /^\(\?#[^)]*\)/
const PASSED_IN_VERBOSE = /^(?:\(\?#[^)]*\)|[ \t\n\r\f\v]+|#[^\n]*)/
/** Where something begins, places, and what is repeated already. */
const NOT_REPEATABLE = /^(?:[(|^$*+?]|\\[AZbB]|\{(?:\d+(?:,\d*)?|,\d*)\})/
const QUANTIFIER = /^(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})/

/** The flags that a pattern begins with, for all of it: `(?im)`. */
export const inlineFlags = (pattern: string): ExpressionFlag[] =>
  [...(/^\(\?([aimsux]+)\)/.exec(pattern)?.[1] ?? '')].map((flag) => flag as ExpressionFlag) // the expression allows no others

/** Places, by what stands behind a backslash. */
const placesBy = (word: string): Readonly<Record<string, string>> => ({
  A: '^',
  Z: '$',
  b: `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
  B: `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
})
const PLACES = { ascii: placesBy(ASCII.w), unicode: placesBy(UNICODE.w) }

class Translator {
  private readonly pattern: string
  private at = 0
  private source = ''
  /** Where the groups begin that are open. */
  private readonly open: number[] = []
  /** Where the group begins that ends right before what is next. */
  private ended: number | null = null
  /** Whether what is next may say how often what is before it comes. */
  private isRepeatable = false
  private readonly groups: (string | null)[] = []
  private readonly flags: Set<ExpressionFlag>

  constructor(pattern: string, flags: Iterable<ExpressionFlag>) {
    this.pattern = pattern
    this.flags = new Set(flags)
  }

  translate(): Translated {
    const inline = inlineFlags(this.pattern)
    for (const flag of inline) this.flags.add(flag)
    this.at = inline.length === 0 ? 0 : inline.length + '(?)'.length
    while (this.at < this.pattern.length) {
      const part = this.next()
      this.source += part
    }
    if (this.open.length > 0) throw new Untranslated()
    return { source: this.source, flags: this.flags.has('i') ? 'iv' : 'v', isAscii: this.flags.has('a'), groups: this.groups }
  }

  private get sets(): typeof UNICODE {
    return this.flags.has('a') ? ASCII : UNICODE
  }

  private next(): string {
    const rest = this.pattern.slice(this.at)
    const code = rest.codePointAt(0) ?? 0
    const character = String.fromCodePoint(code)
    const passed = (this.flags.has('x') ? PASSED_IN_VERBOSE : PASSED).exec(rest)
    if (passed) {
      this.at += passed[0].length
      return ''
    }
    const { ended, isRepeatable } = this
    this.ended = null
    this.isRepeatable = !NOT_REPEATABLE.test(rest)
    const quantifier = QUANTIFIER.exec(rest)
    if (quantifier) {
      if (!isRepeatable) throw new Untranslated()
      return this.quantifier(quantifier[0], ended)
    }
    this.at += character.length
    switch (character) {
      case '.':
        return this.flags.has('s') ? String.raw`[\s\S]` : String.raw`[^\n]`
      case '^':
        return this.flags.has('m') ? String.raw`(?:^|(?<=\n))` : '^'
      case '$':
        return this.flags.has('m') ? String.raw`(?:$|(?=\n))` : String.raw`(?=\n?$)`
      case '|':
        return '|'
      case '(':
        return this.group(rest.slice(1))
      case ')':
        this.ended = this.open.pop() ?? null
        if (this.ended === null) throw new Untranslated()
        return ')'
      case '[':
        return this.characterClass()
      case '\\':
        return this.escape()
      default:
        return literal(code)
    }
  }

  private quantifier(text: string, group: number | null): string {
    this.at += text.length
    const after = this.pattern[this.at]
    if (after === '+') throw new Untranslated()
    if (after === '?') this.at += 1
    if (/^(?:\?|\{0?,1\})$/.test(text) && group !== null) {
      // JavaScript forgets a part that was found to be empty.
      const part = this.source.slice(group)
      this.source = this.source.slice(0, group)
      return after === '?' ? `(?:|${part})` : `(?:${part}|)`
    }
    return (text.startsWith('{,') ? `{0${text.slice(1)}` : text) + (after === '?' ? '?' : '')
  }

  private group(rest: string): string {
    this.open.push(this.source.length)
    if (!rest.startsWith('?')) {
      this.groups.push(null)
      return '('
    }
    const { kept, name } = GROUP.exec(rest)?.groups ?? {}
    if (kept !== undefined) {
      this.at += 1 + kept.length
      return `(?${kept}`
    }
    if (name === undefined || this.groups.includes(name)) throw new Untranslated()
    this.groups.push(name)
    this.at += name.length + 4
    // Groups are told by their numbers alone: names may be none in JavaScript.
    return '('
  }

  /** Behind a backslash, outside of a class. */
  private escape(): string {
    const character = this.pattern[this.at] ?? ''
    const places = this.flags.has('a') ? PLACES.ascii : PLACES.unicode
    const found = Object.hasOwn(places, character) ? places[character] : undefined
    if (found !== undefined) {
      this.at += 1
      return found
    }
    // What was found before, but for three digits, which are a character.
    if (/^[1-9]/.test(character) && !/^[1-3][0-7]{2}/.test(this.pattern.slice(this.at))) throw new Untranslated()
    const set = this.set()
    return set === null ? literal(this.escaped()) : `[${set}]`
  }

  /** `\w`, `\D` and the like as part of a class; null where something else is next. */
  private set(): string | null {
    const character = this.pattern[this.at] ?? ''
    if (!/^[wdsWDS]$/.test(character)) return null
    this.at += 1
    const set = this.sets[character.toLowerCase() as 'w' | 'd' | 's'] // as tested
    return /[WDS]/.test(character) ? `[^${set}]` : set
  }

  /** The character that is written behind a backslash. */
  private escaped(): number {
    const rest = this.pattern.slice(this.at)
    const hex = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(rest)
    const octal = /^(?:0[0-7]{0,2}|[1-3][0-7]{2})/.exec(rest)
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    const length = hex?.[0].length ?? octal?.[0].length ?? character.length
    this.at += length
    if (hex) return Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16)
    if (octal) return Number.parseInt(octal[0], 8)
    if (Object.hasOwn(CONTROLS, character)) return CONTROLS[character] ?? 0
    // Letters mean something, each, or are an error.
    if (rest === '' || /^[A-Za-z0-9]$/.test(character)) throw new Untranslated()
    return character.codePointAt(0) ?? 0
  }

  private characterClass(): string {
    let inner = ''
    const isNegated = this.pattern[this.at] === '^'
    if (isNegated) this.at += 1
    for (let isFirst = true; isFirst || this.pattern[this.at] !== ']'; isFirst = false) {
      if (this.at >= this.pattern.length) throw new Untranslated()
      const from = this.item()
      const isRange = this.pattern[this.at] === '-' && this.pattern[this.at + 1] !== ']' && this.at + 1 < this.pattern.length
      if (!isRange) {
        inner += typeof from === 'number' ? literal(from) : from
        continue
      }
      this.at += 1
      const to = this.item()
      if (typeof from !== 'number' || typeof to !== 'number' || from > to) throw new Untranslated()
      inner += `${literal(from)}-${literal(to)}`
    }
    this.at += 1
    return `[${isNegated ? '^' : ''}${inner}]`
  }

  /** One of a class: a character, or a set as text. */
  private item(): number | string {
    const code = this.pattern.codePointAt(this.at) ?? 0
    this.at += String.fromCodePoint(code).length
    if (code !== 92) return code
    if (this.pattern[this.at] === 'b') {
      this.at += 1
      return 8
    }
    return this.set() ?? this.escaped()
  }
}

/** Null where it isn't translated, or is none. */
export const translateExpression = (pattern: string, flags: Iterable<ExpressionFlag> = []): Translated | null => {
  try {
    return new Translator(pattern, flags).translate()
  } catch (fault) {
    if (fault instanceof Untranslated || fault instanceof RangeError) return null
    throw fault
  }
}
