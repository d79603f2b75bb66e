/**
 * How Sybil cuts documents into blocks: directives of reStructuredText, comments, and fences of Markdown. Its expressions
 * are written here so that none takes longer than the text is long.
 */
import { dedent } from '../../../languages/python/dedent.ts'

export interface Block {
  /** Places in the text. */
  readonly start: number
  readonly end: number
  /** What stands behind the name of the directive, or the language; undefined where nothing does. */
  readonly arguments: string | undefined
  /** What is in it, and where that begins, seen from the start. */
  content(): { readonly source: string; readonly offset: number }
}

/** The blocks of a text; null where Sybil finds the text broken. */
export type Lexer = (text: string) => Block[] | null

/** Behind what ends a line for `str.splitlines`, of what texts may hold. */
const NEXT_LINE = /(?<=[\n\v\f\u0085\u2028\u2029])(?!$)/

/** `str.splitlines`, with the ends of the lines. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split(NEXT_LINE))

const withoutPrefix = (source: string, { length }: string): string =>
  dedent(
    linesOf(source)
      .map((line) => [...line].slice(length).join('') || line.slice(-1))
      .join(''),
  )

const withoutEmptyLines = (block: Block): Block => ({
  ...block,
  content: () => {
    const { source, offset } = block.content()
    const removed = /^\n*/.exec(source)?.[0].length ?? 0
    return { source: source.slice(removed), offset: offset + removed }
  },
})

interface Opening {
  readonly start: number
  readonly end: number
  readonly prefix: string
  readonly arguments: string | undefined
}

/** In so many blocks at once nothing stands, on average, of a document that somebody reads. */
const MOST_AT_ONCE = 50

/** Blocks from where one is opened to an end that hangs on what stands before the opening in its line. */
const blockLexer =
  (openings: (text: string) => Opening[], endOf: (text: string, from: number, prefix: string) => number | undefined): Lexer =>
  (text) => {
    const blocks: Block[] = []
    let covered = 0
    for (const { start, end: from, prefix, arguments: given } of openings(text)) {
      const end = endOf(text, from, prefix)
      if (end === undefined || (covered += end - start) > MOST_AT_ONCE * text.length) return null
      const content = (): ReturnType<Block['content']> => ({ source: withoutPrefix(text.slice(from, end), prefix), offset: from - start })
      blocks.push({ start, end, arguments: given, content })
    }
    return blocks
  }

/** By an expression with a `prefix` and `arguments`. */
const openingsBy =
  (expression: RegExp) =>
  (text: string): Opening[] =>
    Array.from(text.matchAll(expression), ({ 0: whole, index: start, groups }) => ({
      start,
      end: start + whole.length,
      prefix: groups?.['prefix'] ?? '',
      arguments: groups?.['arguments'],
    }))

const endBy =
  (expression: (prefix: string) => RegExp) =>
  (text: string, from: number, prefix: string): number | undefined => {
    const end = expression(prefix)
    end.lastIndex = from
    return end.exec(text)?.index
  }

/** That the line ends with a break is asked first, since all that comes before it may be divided in many ways. */
const ENDS = String.raw`(?=[^\n]*\n)`

const directiveOf = (name: string, delimiter: string): Lexer => {
  const pattern = String.raw`(?<![^\n])(?<prefix>[ \t]*)\.\.\s*(?:${name})${delimiter}${ENDS}[ \t]*(?<arguments>[^\n]+)?\n(?:(?:\k<prefix>[ \t]+:[\w-]*:[^\n]*\n)+)?`
  const end = ({ length }: string): RegExp => new RegExp(String.raw`(?<=\n)(?=\.\.)|\n?$|\n[ \t]{0,${length}}(?=\S|$)`, 'g')
  const lexer = blockLexer(openingsBy(new RegExp(pattern, 'g')), endBy(end))
  return (text) => lexer(text)?.map(withoutEmptyLines) ?? null
}

/** `.. name:: arguments` */
export const directive = (name: string): Lexer => directiveOf(name, '::')

/** `.. name: arguments` */
export const commentDirective = (name: string): Lexer => directiveOf(name, ':?')

/** `% name: arguments`; `given`: what these may be. */
export const percentComment = (name: string, given: string): Lexer =>
  blockLexer(
    openingsBy(new RegExp(String.raw`(?<![^\n])(?<prefix>[ \t]*%)[ \t]*(?:${name})(?::${ENDS}[ \t]*(?<arguments>${given}))?\n`, 'g')),
    endBy((prefix) => new RegExp(String.raw`(?<=\n)(?!${prefix})`, 'g')),
  )

/** Where the dashes begin, from a place on, that close a comment; -1 where none do. */
const closingAt = (text: string, from: number): number => {
  let at = text.indexOf('-->', from)
  while (at > from && text.charAt(at - 1) === '-') at--
  return at
}

/** What is behind the name in a comment: as much as there is in its line, or as little as ends there or before dashes that close. */
const restOf = (text: string, from: number, isWhole: boolean): { arguments: string; end: number } | null => {
  const newline = text.indexOf('\n', from)
  const line = newline < 0 ? text.slice(from) : text.slice(from, newline)
  if (isWhole) {
    const length = newline < 0 ? line.lastIndexOf('-->') : line.length
    if (length > 0) return { arguments: line.slice(0, length), end: from + length + (newline < 0 ? 0 : 1) }
    // A blank before it serves as well.
    return length === 0 && /[ \t]/.test(text.charAt(from - 1)) ? { arguments: ' ', end: newline < 0 ? from : newline + 1 } : null
  }
  const closing = closingAt(line, 0)
  if (closing < 0 && newline < 0) return null
  const given = closing < 0 ? line : line.slice(0, closing)
  return { arguments: given.replace(/(?<![ \t])[ \t]+$/, ''), end: closing < 0 ? newline + 1 : from + closing }
}

/** `<!-- name: arguments -->`; `isWhole`: all of the line is taken for arguments, of which there have to be some. */
export const htmlComment = (name: string, isWhole: boolean): Lexer => {
  const opening = new RegExp(String.raw`(?<![^\n])(?<prefix>[ \t]*)<!--+\s*(?:;\s*)?(?:${name}):?[ \t]*`, 'g')
  const openings = (text: string): Opening[] =>
    openingsBy(opening)(text).flatMap((one) => {
      const rest = restOf(text, one.end, isWhole)
      return rest ? [{ ...one, ...rest }] : []
    })
  return blockLexer(openings, (text, from, prefix) => {
    const end = closingAt(text, from)
    if (end < 0) return undefined
    const before = end - prefix.length
    return before >= from && text.startsWith(prefix, before) && text.charAt(before - 1) === '\n' ? before : end
  })
}

const FENCE = /(?<![^\n])(?<prefix>(?:[ \t]*>)+[ \t]*|[ \t]*(?:[-*+]|\d+[.)])[ \t]+|[ \t]*)(?<fence>`{3,}|~{3,})(?<trailing>[^\n]*)/g

interface Fence {
  readonly start: number
  readonly end: number
  readonly prefix: string
  readonly fence: string
  readonly trailing: string
}

const closes = (fence: Fence, { fence: opened, prefix }: Fence): boolean =>
  fence.fence.charAt(0) === opened.charAt(0) && fence.fence.length >= opened.length && fence.prefix.length === prefix.length

/** Blocks between fences whose first line `info` matches, where it has the `arguments`. */
const fencedBy = (info: RegExp): Lexer => {
  const blockOf = (text: string, { start, end, prefix, trailing }: Fence, closing: Fence | undefined): Block[] => {
    const contentStart = end - trailing.length
    const whole = text.slice(contentStart, closing?.start)
    const found = info.exec(whole)
    if (!found) return []
    const [{ length }] = found
    const content = (): ReturnType<Block['content']> => ({
      source: withoutPrefix(whole.slice(length), prefix),
      offset: contentStart - start + length,
    })
    return [{ start, end: closing?.end ?? text.length, arguments: found.groups?.['arguments'], content }]
  }
  return (text) => {
    const blocks: Block[] = []
    const open: Fence[] = []
    for (const { 0: whole, index: start, groups } of text.matchAll(FENCE)) {
      const { prefix = '', fence = '', trailing = '' } = groups ?? {}
      const found: Fence = { start, end: start + whole.length, prefix, fence, trailing }
      const closed = trailing.trim() === '' ? open.findIndex((one) => closes(found, one)) : -1
      const opening = open[closed]
      if (!opening) open.push(found)
      else {
        blocks.push(...blockOf(text, opening, found))
        open.length = closed
      }
    }
    const [unclosed] = open
    return unclosed ? [...blocks, ...blockOf(text, unclosed, undefined)] : blocks
  }
}

/** Blocks with a language, which is all that stands behind the fence. */
export const fenced: Lexer = fencedBy(/^(?<arguments>[^\n]+)\n/)

/** Blocks that begin with `{name} arguments`; `given`: what these may be. */
export const fencedDirective = (name: string, given: string): Lexer => {
  const lexer = fencedBy(
    new RegExp(
      String.raw`^\{(?:${name})\} ?(?<arguments>${given})\n(?:(?:[ \t]*:[\w-]*:[^\n]*\n)+)?(?:[ \t]*---\n(?:[^\n]+\n)*[ \t]*---\n)?`,
    ),
  )
  return (text) => lexer(text)?.map(withoutEmptyLines) ?? null
}
