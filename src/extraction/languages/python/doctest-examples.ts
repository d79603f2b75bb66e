/** The examples of a text, as the parser of Python's own `doctest` finds them. */

export interface DoctestExample {
  /** Places in the text. */
  readonly start: number
  readonly end: number
}

/** `doctest.DocTestParser._EXAMPLE_RE`; lines end with `\n` alone. */
const EXAMPLE =
  /(?<![^\n])(?<source>(?<indent> *)>>>[^\n]*(?:\n *\.\.\.[^\n]*)*)\n?(?<want>(?:(?! *(?![^\n]))(?! *>>>)[^\n]+(?![^\n])\n?)*)/g

const BLANK_OR_COMMENT = /^ *(?:#[^\n]*)?\n?$/

const DIRECTIVE = /#\s*doctest:\s*([^\n'"]*)(?![^\n])/g

/** Of longer ones it isn't asked which options they name. */
const LONGEST_EXAMPLE = 5_000

const OPTIONS = new Set(
  'DONT_ACCEPT_TRUE_FOR_1 DONT_ACCEPT_BLANKLINE NORMALIZE_WHITESPACE ELLIPSIS SKIP IGNORE_EXCEPTION_DETAIL REPORT_UDIFF REPORT_CDIFF REPORT_NDIFF REPORT_ONLY_FIRST_FAILURE FAIL_FAST ALLOW_UNICODE ALLOW_BYTES NUMBER'.split(
    ' ',
  ),
)

const isOption = (word: string): boolean => /^[+-]/.test(word) && OPTIONS.has(word.slice(1))

/** Whether it asks for what is no option, or has no code to ask it for. */
const hasFaultyOptions = (source: string): boolean =>
  source.length <= LONGEST_EXAMPLE &&
  [...source.matchAll(DIRECTIVE)].some(([, words = '']) => {
    const options = words.split(/[\s,]+/).filter((word) => word !== '')
    return !options.every(isOption) || (options.length > 0 && BLANK_OR_COMMENT.test(source))
  })

const isIndented = (lines: readonly string[], prefix: string): boolean => lines.every((line) => line === '' || line.startsWith(prefix))

/** The code behind the prompts; null where the parser refuses the example. */
const sourceOf = (prompted: string, indent: string, want: string): string | null => {
  const lines = prompted.split('\n')
  const behind = indent.length + 3
  if (lines.some((line) => line.length > behind && line.charAt(behind) !== ' ')) return null
  const source = lines.map((line) => line.slice(behind + 1)).join('\n')
  const wanted = want.replace(/\n *$/, '').split('\n')
  const isRefused = !isIndented(lines.slice(1), `${indent}.`) || !isIndented(wanted, indent) || hasFaultyOptions(source)
  return isRefused ? null : source
}

/** Examples in order, those of a comment alone left out; null where the parser refuses the text. */
export const doctestExamples = (text: string): DoctestExample[] | null => {
  const examples: DoctestExample[] = []
  for (const { 0: whole, index: start, groups } of text.matchAll(EXAMPLE)) {
    const source = sourceOf(groups?.['source'] ?? '', groups?.['indent'] ?? '', groups?.['want'] ?? '')
    if (source === null) return null
    if (!BLANK_OR_COMMENT.test(source)) examples.push({ start, end: start + whole.length })
  }
  return examples
}
