/**
 * A text with syntax errors, so that the rest of it can be read: what is broken is blanked out, position for position.
 * tree-sitter's grammar, by ast-grep, reads past errors and tells the statements that hold them. Only for files that don't
 * parse: each node that is asked for is a call into native code.
 */
import { createRequire } from 'node:module'
import type * as AstGrep from '@ast-grep/napi'
import type { SgNode } from '@ast-grep/napi'

/** A statement, class member or broken piece, as it stands in a list of such. */
interface Item {
  start: number
  end: number
  isBlank: boolean
}

interface Bracket {
  at: number
  text: string
}

interface Reading {
  /** Outer ones before what is in them. */
  items: Item[]
  broken: Item[]
  brackets: Bracket[]
}

/** The kinds of nodes whose children are statements or members, one after the other. */
const LISTS = new Set(['program', 'statement_block', 'class_body', 'switch_case', 'switch_default', 'class_static_block'])
const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}', '${': '}' }
const CLOSERS = new Set(Object.values(CLOSING))

const require = createRequire(import.meta.url)

const read = (text: string, language: 'typescript' | 'tsx'): Reading => {
  // Loaded when the first broken file comes by: most runs have none.
  const { parse, Lang } = require('@ast-grep/napi') as typeof AstGrep
  const root = parse(language === 'typescript' ? Lang.TypeScript : Lang.Tsx, text).root()
  const reading: Reading = { items: [], broken: [], brackets: [] }
  const pending: { node: SgNode; item: Item | null; isList: boolean }[] = [{ node: root, item: null, isList: false }]
  for (let at = pending.pop(); at; at = pending.pop()) {
    const { node, isList } = at
    const kind = String(node.kind())
    const range = node.range()
    const [start, end] = [range.start.index, range.end.index]
    let { item } = at
    if (isList && kind !== '{' && kind !== '}' && end > start) {
      item = { start, end, isBlank: false }
      reading.items.push(item)
    }
    const isMissing = start === end && kind !== 'program' && node.isLeaf()
    if ((kind === 'ERROR' || isMissing) && item && !reading.broken.includes(item)) reading.broken.push(item)
    if (start < end && (kind in CLOSING || CLOSERS.has(kind))) reading.brackets.push({ at: start, text: kind })
    const inList = LISTS.has(kind)
    for (const child of node.children().toReversed()) pending.push({ node: child, item, isList: inList })
  }
  return reading
}

/** What closes the brackets that are left open. */
const closersOf = ({ brackets, items }: Reading): string => {
  const blank = items.filter((item) => item.isBlank)
  const open: string[] = []
  for (const { at, text } of brackets) {
    if (blank.some((item) => item.start <= at && at < item.end)) continue
    const closing = CLOSING[text]
    if (closing !== undefined) open.push(closing)
    else if (open.at(-1) === text) open.pop()
  }
  return open.toReversed().join('')
}

/** Lines that git leaves where it could not merge: what both sides wrote is read. */
const withoutMergeMarks = (text: string): string =>
  /^<{7} /m.test(text) ? text.replaceAll(/^(?:<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?$/gm, (line) => ' '.repeat(line.length)) : text

/** An empty statement and white space, lines kept. */
const blanked = (text: string, { start, end }: Item): string =>
  `${text.slice(0, start)};${text.slice(start + 1, end).replaceAll(/[^\r\n]/g, ' ')}${text.slice(end)}`

const MOST_ATTEMPTS = 60
/** Longer texts are generated or hostile, and would take minutes. */
const MOST_TEXT = 1_000_000

/**
 * Gives the text to `parse` again and again, with ever more of what is broken blanked out, until that answers with
 * something else than the offset where the text is wrong. Null where nothing helps.
 */
export const mendSyntax = <T extends object>(
  broken: string,
  language: 'typescript' | 'tsx',
  parse: (text: string) => T | number,
): T | null => {
  if (broken.length > MOST_TEXT) return null
  const text = withoutMergeMarks(broken)
  const reading = read(text, language)
  const attempt = (mended: string): T | number => {
    const parsed = parse(mended)
    const isUnclosed = typeof parsed === 'number' && parsed >= mended.trimEnd().length
    return isUnclosed ? parse(mended + closersOf(reading)) : parsed
  }
  let mended = text
  let parsed = attempt(mended)
  const blank = (item: Item): void => {
    item.isBlank = true
    mended = blanked(mended, item)
  }
  if (typeof parsed === 'number') {
    for (const item of reading.broken) blank(item)
    parsed = attempt(mended)
  }
  for (let attempts = 0; typeof parsed === 'number' && attempts < MOST_ATTEMPTS; attempts++) {
    const offset = parsed
    // An error is often noticed by what comes right after the statement.
    const smallest = reading.items.findLast(
      ({ isBlank, start, end }) => !isBlank && start <= offset && (offset <= end || mended.slice(end, offset).trim() === ''),
    )
    if (!smallest) return null
    blank(smallest)
    parsed = attempt(mended)
  }
  return typeof parsed === 'number' ? null : parsed
}
