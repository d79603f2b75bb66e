/** A name in words, with what must not be taken apart (quotes, code, brackets) as one word each. */

export interface Token {
  /** As it is shown. */
  text: string
  /** In lower case without punctuation, `''` where it is no plain word. */
  word: string
  /** Whether a comma, semicolon or colon follows. */
  ends: boolean
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '"': '"', '`': '`', "'": "'", '“': '”', '«': '»' }
const BRACKETS = '([{'
/** How far a bracket's or quote's end is looked for; one that is open for longer is prose. */
const LONGEST_SPAN = 200
const WORD = /^(\p{L}[\p{L}\p{M}'’-]*)([,;:.!?]*)$/u

/** Where the span that opens at `start` ends, or `start` where nothing closes it. */
const endOfSpan = (text: string, start: number): number => {
  const open = text.charAt(start)
  const close = CLOSING[open]
  if (close === undefined || (open === "'" && /[\p{L}\p{N}]/u.test(text.charAt(start - 1)))) return start
  const limit = Math.min(text.length, start + LONGEST_SPAN)
  for (let at = start + 1, depth = 1; at < limit; at += 1) {
    const character = text.charAt(at)
    if (character === close && !(open === "'" && /[\p{L}\p{N}]/u.test(text.charAt(at + 1)))) depth -= 1
    else if (character === open && BRACKETS.includes(open)) depth += 1
    if (depth === 0) return at
  }
  return start
}

const piecesOf = (text: string): string[] => {
  const pieces: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) !== ' ') at = endOfSpan(text, at)
    else {
      if (at > from) pieces.push(text.slice(from, at))
      from = at + 1
    }
  }
  if (from < text.length) pieces.push(text.slice(from))
  return pieces
}

/** Of HTTP, and no verbs of a sentence: `GET /users`. */
const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT)$/

const tokenOf = (text: string): Token => {
  const plain = WORD.exec(text)?.[1] ?? ''
  const isCode = /\p{Ll}\p{Lu}/u.test(plain) || METHOD.test(plain)
  return { text, word: isCode ? '' : plain.toLowerCase().replaceAll('’', "'"), ends: /[,;:]$/.test(text) }
}

/** The tokens of a text on one line whose words stand one space apart. */
export const tokensOf = (text: string): Token[] => piecesOf(text).map(tokenOf)

export const wordsToTokens = (words: readonly string[]): Token[] => words.map(tokenOf)

export const textOf = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join(' ')

/** Letters and digits alone, for telling whether a name is told already. */
export const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
