/** Where a Python string ends, with the expressions inside f-strings and the strings inside those: one pass, no recursion. */

const BACKSLASH = 92
const NEWLINE = 10
const CARRIAGE_RETURN = 13
const OPENING_BRACE = 123
const CLOSING_BRACE = 125
const COLON = 58
/** Since Python 3.12 the expression in an f-string of one line may span lines; one that spans this many was never closed. */
const HOLE_LINES = 20

export interface StringEnd {
  /** Behind the closing quote; where it is missing, the end of the line or of the text. */
  end: number
  closed: boolean
}

interface OpenString {
  quote: number
  isTriple: boolean
  isFormat: boolean
  /** Brackets open in the expression that the scan is in; 0 in the string's own text. */
  brackets: number
  /** Behind the colon of an expression quotes are plain characters. */
  inFormatSpecification: boolean
}

/** `start` is at the opening quote. */
export const closingQuote = (text: string, start: number, isFormat: boolean): StringEnd =>
  isFormat ? closingQuoteOfFormat(text, start) : closingQuoteOfPlain(text, start)

const isTripleAt = (text: string, at: number): boolean => {
  const quote = text.charCodeAt(at)
  return text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote
}

const closingQuoteOfPlain = (text: string, start: number): StringEnd => {
  const quote = text.charCodeAt(start)
  const isTriple = isTripleAt(text, start)
  const { length } = text
  let at = start + (isTriple ? 3 : 1)
  for (; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) {
      if (text.charCodeAt(at + 1) === CARRIAGE_RETURN && text.charCodeAt(at + 2) === NEWLINE) at++
      at++
    } else if (code === quote) {
      if (!isTriple) return { end: at + 1, closed: true }
      if (isTripleAt(text, at)) return { end: at + 3, closed: true }
    } else if ((code === NEWLINE || code === CARRIAGE_RETURN) && !isTriple) return { end: at, closed: false }
  }
  return { end: length, closed: false }
}

const closingQuoteOfFormat = (text: string, start: number): StringEnd => {
  const openString = (at: number, format: boolean): OpenString => ({
    quote: text.charCodeAt(at),
    isTriple: isTripleAt(text, at),
    isFormat: format,
    brackets: 0,
    inFormatSpecification: false,
  })
  const outermost = openString(start, true)
  const stack = [outermost]
  const { length } = text
  let top = outermost
  let firstNewline = -1
  let newlines = 0
  let openTriples = outermost.isTriple ? 1 : 0
  let at = start + (outermost.isTriple ? 3 : 1)
  while (at < length) {
    const code = text.charCodeAt(at)
    const inText = top.brackets === 0 || top.inFormatSpecification
    if (code === NEWLINE || code === CARRIAGE_RETURN) {
      if (inText && !top.isTriple) return { end: firstNewline < 0 ? at : firstNewline, closed: false }
      if (openTriples === 0) {
        if (firstNewline < 0) firstNewline = at
        if (++newlines > HOLE_LINES) return { end: firstNewline, closed: false }
      }
      at++
    } else if (inText) {
      if (code === BACKSLASH) at += 2
      else if (code === top.quote && (!top.isTriple || isTripleAt(text, at))) {
        at += top.isTriple ? 3 : 1
        if (top.isTriple) openTriples--
        stack.pop()
        const outer = stack.at(-1)
        if (!outer) return { end: at, closed: true }
        top = outer
      } else if (top.isFormat && code === OPENING_BRACE) {
        if (!top.inFormatSpecification && text.charCodeAt(at + 1) === OPENING_BRACE) at++
        else {
          top.brackets++
          top.inFormatSpecification = false
        }
        at++
      } else {
        if (code === CLOSING_BRACE && top.inFormatSpecification) {
          top.brackets--
          // A hole inside a format specification ends in the specification.
          top.inFormatSpecification = top.brackets > 0
        }
        at++
      }
    } else if (code === OPENING_BRACE || code === 91 || code === 40) {
      top.brackets++
      at++
    } else if (code === CLOSING_BRACE || code === 93 || code === 41) {
      top.brackets--
      at++
    } else if (code === COLON && top.brackets === 1) {
      top.inFormatSpecification = true
      at++
    } else if (code === 34 || code === 39) {
      const before = text.charCodeAt(at - 1) | 32
      const beforeThat = text.charCodeAt(at - 2) | 32
      top = openString(at, before === 102 || (before === 114 && beforeThat === 102))
      stack.push(top)
      if (top.isTriple) openTriples++
      at += top.isTriple ? 3 : 1
    } else at++
  }
  return { end: firstNewline < 0 ? length : firstNewline, closed: false }
}
