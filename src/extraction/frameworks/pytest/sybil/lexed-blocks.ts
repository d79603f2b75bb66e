/** How Sybil cuts documents into blocks: directives of reStructuredText, comments, and fences of Markdown. */
import { dedent } from '../../../languages/python/dedent.ts'

export interface Block {
  /** Places in the text. */
  readonly start: number
  readonly end: number
  /** What stands behind the name of the directive, or the language; undefined where nothing does. */
  readonly arguments: string | undefined
  readonly source: string
  /** Where the source begins, seen from the start. */
  readonly offset: number
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

const withoutEmptyLines = (block: Block): Block => {
  const removed = /^\n*/.exec(block.source)?.[0].length ?? 0
  return { ...block, source: block.source.slice(removed), offset: block.offset + removed }
}

/** Blocks from a start, which may have a `prefix` and `arguments`, to an end that hangs on the prefix. */
const blockLexer =
  (startPattern: RegExp, endPattern: (prefix: string) => RegExp): Lexer =>
  (text) => {
    const blocks: Block[] = []
    for (const { 0: opening, index: start, groups } of text.matchAll(startPattern)) {
      const sourceStart = start + opening.length
      const prefix = groups?.['prefix'] ?? ''
      const pattern = endPattern(prefix)
      pattern.lastIndex = sourceStart
      const end = pattern.exec(text)?.index
      if (end === undefined) return null
      const source = withoutPrefix(text.slice(sourceStart, end), prefix)
      blocks.push({ start, end, arguments: groups?.['arguments'], source, offset: sourceStart - start })
    }
    return blocks
  }

const directiveOf = (name: string, delimiter: string): Lexer => {
  const pattern = String.raw`(?<![^\n])(?<prefix>[ \t]*)\.\.\s*(?:${name})${delimiter}[ \t]*(?<arguments>[^\n]+)?\n(?:(?:\k<prefix>[ \t]+:[\w-]*:[^\n]*\n)+)?`
  const lexer = blockLexer(
    new RegExp(pattern, 'g'),
    ({ length }) => new RegExp(String.raw`(?<=\n)(?=\.\.)|\n?$|\n[ \t]{0,${length}}(?=\S|$)`, 'g'),
  )
  return (text) => lexer(text)?.map(withoutEmptyLines) ?? null
}

/** `.. name:: arguments` */
export const directive = (name: string): Lexer => directiveOf(name, '::')

/** `.. name: arguments` */
export const commentDirective = (name: string): Lexer => directiveOf(name, ':?')

/** `<!-- name: arguments -->` */
export const htmlComment = (name: string, given: string): Lexer =>
  blockLexer(
    new RegExp(String.raw`(?<![^\n])(?<prefix>[ \t]*)<!--+\s*(?:;\s*)?(?:${name}):?[ \t]*(?<arguments>${given})[ \t]*(?:\n|(?=--+>))`, 'g'),
    (prefix) => new RegExp(String.raw`(?:(?<=\n)${prefix})?--+>`, 'g'),
  )

/** `% name: arguments` */
export const percentComment = (name: string, given: string): Lexer =>
  blockLexer(
    new RegExp(String.raw`(?<![^\n])(?<prefix>[ \t]*%)[ \t]*(?:${name})(?::[ \t]*(?<arguments>${given}))?\n`, 'g'),
    (prefix) => new RegExp(String.raw`(?<=\n)(?!${prefix})`, 'g'),
  )

const FENCE = /(?<![^\n])(?<prefix>(?:[ \t]*>)+[ \t]*|[ \t]*(?:[-*+]|\d+[.)])[ \t]+|[ \t]*)(?<fence>`{3,}|~{3,})(?<trailing>[^\n]*)/g

interface Fence {
  readonly start: number
  readonly end: number
  readonly prefix: string
  readonly fence: string
  readonly trailing: string
}

const closes = (fence: Fence, { fence: opened, prefix }: Fence): boolean =>
  fence.fence.charAt(0) === opened.charAt(0) &&
  fence.fence.length >= opened.length &&
  fence.prefix.length === prefix.length &&
  fence.trailing.trim() === ''

/** Blocks between fences whose first line `info` matches, where it has the `arguments`. */
const fencedBy = (info: RegExp): Lexer => {
  const blockOf = (text: string, opening: Fence, closing: Fence | undefined): Block[] => {
    const contentStart = opening.end - opening.trailing.length
    const content = text.slice(contentStart, closing?.start)
    const found = info.exec(content)
    if (!found) return []
    const [{ length }] = found
    const source = withoutPrefix(content.slice(length), opening.prefix)
    const offset = contentStart - opening.start + length
    return [{ start: opening.start, end: closing?.end ?? text.length, arguments: found.groups?.['arguments'], source, offset }]
  }
  return (text) => {
    const blocks: Block[] = []
    let open: Fence[] = []
    for (const { 0: whole, index: start, groups } of text.matchAll(FENCE)) {
      const { prefix = '', fence = '', trailing = '' } = groups ?? {}
      const found: Fence = { start, end: start + whole.length, prefix, fence, trailing }
      const closed = open.findIndex((one) => closes(found, one))
      const opening = open[closed]
      if (opening) blocks.push(...blockOf(text, opening, found))
      open = opening ? open.slice(0, closed) : [...open, found]
    }
    const [unclosed] = open
    return unclosed ? [...blocks, ...blockOf(text, unclosed, undefined)] : blocks
  }
}

/** Blocks with a language, which is all that stands behind the fence. */
export const fenced: Lexer = fencedBy(/^(?<arguments>[^\n]+)\n/)

/** Blocks that begin with `{name} arguments`. */
export const fencedDirective = (name: string, given: string): Lexer => {
  const lexer = fencedBy(
    new RegExp(
      String.raw`^\{(?:${name})\} ?(?<arguments>${given})\n(?:(?:[ \t]*:[\w-]*:[^\n]*\n)+)?(?:[ \t]*---\n(?:[^\n]+\n)*[ \t]*---\n)?`,
    ),
  )
  return (text) => lexer(text)?.map(withoutEmptyLines) ?? null
}
