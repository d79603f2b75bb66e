import { code } from './markdown-code.ts'
import { visibleText } from './visible-text.ts'

/** What may begin a span, a link, a tag, an entity, a table’s cell or a formula, wherever it stands. */
const MARKUP = /[\\`*[\]<>&|~$]/g
/** Between letters and digits an underscore is no markup (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis). */
const UNDERSCORES_AT_EDGE = /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu
/** What makes a line a heading, an item, a rule or an underline. */
const BEGINS_BLOCK = /^[#+=-]/
const BEGINS_NUMBERED_ITEM = /^(\d{1,9})(?=[.)])/
/** A heading loses these at its end. */
const ENDS_HEADING = /(?<=\s)#+$/

/**
 * What hosts turn into links and mentions once the Markdown is read, when a backslash no longer protects it:
 * https://github.github.com/gfm/#autolinks-extension-, and on the large hosts `@name`, `#1` and `GH-1`.
 */
const LIVE = /[a-z][a-z0-9+.-]*:\/\/|www\.|@[\p{L}\p{N}_]|#\d|\bGH-\d/iu
const IN_PUNCTUATION = /^([("'“‘]*)(.*?)([.,;:!?)"'”’]*)$/su

const escaped = (text: string): string =>
  text.replace(MARKUP, String.raw`\$&`).replace(UNDERSCORES_AT_EDGE, (run) => run.replaceAll('_', String.raw`\_`))

/**
 * A sentence or a title that shows its text and nothing else, in a paragraph, a heading, an item or a link. Where `code`
 * makes a code span of all, this reads as prose: only words that a host would make links of become code.
 */
export const prose = (text: string): string => {
  const shown = visibleText(text).trim()
  if (shown === '') return '(no text)'
  const words = shown.split(/(\s+)/).map((word) => {
    if (!LIVE.test(word)) return escaped(word)
    const [, before = '', core = word, after = ''] = IN_PUNCTUATION.exec(word) ?? []
    return escaped(before) + code(core) + escaped(after)
  })
  return words
    .join('')
    .replace(BEGINS_BLOCK, String.raw`\$&`)
    .replace(BEGINS_NUMBERED_ITEM, '$1\\')
    .replace(ENDS_HEADING, String.raw`\$&`)
}
