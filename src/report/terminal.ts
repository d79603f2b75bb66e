import { createRequire } from 'node:module'
import { styleText } from 'node:util'

/** What a report may assume of where it is shown. */
export interface Terminal {
  /** Columns; null where nothing is cut: a file or a pipe. */
  width: number | null
  colour: boolean
  /** Whether bars are drawn. */
  drawing: boolean
  /** The person's own folder, which is shown as `~`; null where paths are shown whole. */
  home: string | null
}

export interface OutputStream {
  isTTY?: boolean
  columns?: number
}

const NARROWEST = 40

/** FORCE_COLOR outdoes NO_COLOR (https://force-color.org, https://no-color.org); a dumb terminal gets text alone. */
const wantsColour = (isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean => {
  const force = environment['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (environment['NO_COLOR']) return false
  return isTerminal && environment['TERM'] !== 'dumb'
}

export const describeTerminal = (stream: OutputStream, environment: NodeJS.ProcessEnv): Terminal => {
  const isTerminal = stream.isTTY === true
  const colour = wantsColour(isTerminal, environment)
  const drawing = colour || (isTerminal && environment['TERM'] !== 'dumb')
  // Whoever paints for something that is no terminal may say how wide that is.
  const columns = isTerminal ? stream.columns || 80 : colour ? Number.parseInt(environment['COLUMNS'] ?? '', 10) : Number.NaN
  return {
    width: Number.isNaN(columns) ? null : Math.max(columns, NARROWEST),
    colour,
    drawing,
    home: drawing ? (environment['HOME'] ?? null) : null,
  }
}

export const PLAIN_TERMINAL: Terminal = { width: null, colour: false, drawing: false, home: null }

export type Style = Parameters<typeof styleText>[0]

/** Paints text for a terminal that shows colours and leaves it alone for others. */
export const createPaint = (terminal: Terminal): ((style: Style, text: string) => string) =>
  // `validateStream: false`: whether to paint is decided by describeTerminal, for the stream that is written to.
  terminal.colour ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text

/** Latin letters and the punctuation of reports: each character has one column. */
const NARROW = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u203a]*$/

const require = createRequire(import.meta.url)

type MeasureWidth = (text: string) => number

let measureWidth: MeasureWidth | undefined

/** Loaded by the first text that needs it, which few have: its tables take 20 ms to begin. */
const loadMeasure = (): MeasureWidth => {
  // The package's own type, which require does not tell.
  const loaded = require('string-width') as { default: MeasureWidth }
  return loaded.default
}

/** Columns that a terminal gives the text, which must not hold escape sequences. */
export const widthOf = (text: string): number => {
  if (NARROW.test(text)) return text.length
  measureWidth ??= loadMeasure()
  return measureWidth(text)
}

/** Cuts text to a width at its end, with an ellipsis. */
export const cutEnd = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += widthOf(segment)
    if (used > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

const LONGEST_CHARACTER = 20

/** Cuts text to a width at its start, with an ellipsis: the end of a path says more than its beginning. */
export const cutStart = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text
  let kept = ''
  let used = 0
  // A character is seldom longer than this; of what is very long, most is not looked at.
  const end = text.slice(-width * LONGEST_CHARACTER)
  for (const { segment } of [...new Intl.Segmenter().segment(end)].reverse()) {
    used += widthOf(segment)
    if (used > width - 1) break
    kept = segment + kept
  }
  return `…${kept}`
}
