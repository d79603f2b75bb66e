/** The parsers of Sybil: where the examples of a document are, as far as its text alone says it. */
import { doctestExamples } from '../../../languages/python/doctest-examples.ts'
import {
  type Block,
  commentDirective,
  directive,
  fenced,
  fencedDirective,
  htmlComment,
  type Lexer,
  percentComment,
} from './lexed-blocks.ts'

/** Places in the text. */
export interface Region {
  readonly start: number
  readonly end: number
}

/** The examples that a parser finds; null where it refuses the text. */
export type Parser = (text: string) => Region[] | null

const lexed = (text: string, lexers: readonly Lexer[]): Block[] | null => {
  const found = lexers.map((lexer) => lexer(text))
  return found.includes(null) ? null : found.flatMap((blocks) => blocks ?? [])
}

export const doctests: Parser = doctestExamples

/** Examples of doctest within a block. Their ends are too early, as Sybil has them. */
const doctestsIn = (block: Block): Region[] | null => {
  const { source, offset } = block.content()
  return doctestExamples(source)?.map(({ start, end }) => ({ start: start + block.start + offset, end: end + block.start })) ?? null
}

const flat = (found: readonly (readonly Region[] | null)[]): Region[] | null =>
  found.includes(null) ? null : found.flatMap((regions) => regions ?? [])

export const doctestDirectives =
  (lexer: Lexer): Parser =>
  (text) => {
    const blocks = lexer(text)
    return blocks && flat(blocks.map(doctestsIn))
  }

export const codeBlocks =
  (lexers: readonly Lexer[], language: string): Parser =>
  (text) =>
    lexed(text, lexers)?.filter((block) => block.arguments === language) ?? null

/** Blocks of Python, those that begin with a prompt as doctests. */
export const pythonBlocks =
  (lexers: readonly Lexer[]): Parser =>
  (text) => {
    const blocks = lexed(text, lexers)?.filter((block) => block.arguments === 'python')
    return blocks ? flat(blocks.map((block) => (block.content().source.startsWith('>>>') ? doctestsIn(block) : [block]))) : null
  }

/** `skip: next`, which says what it skips. */
export const skips =
  (lexers: readonly Lexer[]): Parser =>
  (text) => {
    const blocks = lexed(text, lexers)
    return blocks?.every((block) => /^\w/.test(block.arguments ?? '')) === true ? blocks : null
  }

export const clearings =
  (lexers: readonly Lexer[]): Parser =>
  (text) =>
    lexed(text, lexers)

const INVISIBLE = '(?:invisible-)?code(?:-block)?'
const ANY = '[^\\n]+'
const ANY_OR_NONE = '[^\\n]*'

/** The lexers of a markup: of code, and of a comment that tells Sybil something. */
export interface Markup {
  readonly code: readonly Lexer[]
  readonly doctest: Lexer | null
  comment(name: string): Lexer[]
}

export const REST: Markup = {
  code: [directive('sourcecode|code-block|code'), commentDirective(INVISIBLE)],
  doctest: directive('doctest'),
  comment: (name) => [commentDirective(name)],
}

export const MARKDOWN: Markup = {
  code: [fenced, htmlComment(INVISIBLE, true)],
  doctest: null,
  comment: (name) => [htmlComment(name, false)],
}

export const MYST: Markup = {
  code: [
    fenced,
    fencedDirective('sourcecode|code-block|code-cell|code', ANY),
    percentComment(INVISIBLE, ANY),
    htmlComment(INVISIBLE, true),
  ],
  doctest: fencedDirective('doctest', ANY_OR_NONE),
  comment: (name) => [percentComment(name, ANY_OR_NONE), htmlComment(name, false)],
}
