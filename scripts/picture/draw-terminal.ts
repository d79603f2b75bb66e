import { readTerminalText, type Run } from './terminal-cells.ts'

const CELL = { width: 8.4, height: 19 }
const FONT_SIZE = 14
const MARGIN = { top: 46, side: 18, bottom: 18 }
const BACKGROUND = '#161b22'
const FOREGROUND = '#e6edf3'
const WINDOW_BUTTONS = ['#ff5f57', '#febc2e', '#28c840']

const COLOURS = [
  '#484f58',
  '#ff7b72',
  '#3fb950',
  '#e3b341',
  '#58a6ff',
  '#bc8cff',
  '#39c5cf',
  '#b1bac4',
  '#6e7681',
  '#ffa198',
  '#56d364',
  '#f2cc60',
  '#79c0ff',
  '#ff7bdb',
  '#56d4dd',
  '#ffffff',
]

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

/** At most two decimals, and none that say nothing: the same picture has the same bytes. */
const number = (value: number): string => String(Math.round(value * 100) / 100)

const isBar = (text: string): boolean => /^━+$/.test(text)

const drawRun = (run: Run, line: number): string => {
  const x = MARGIN.side + run.column * CELL.width
  const top = MARGIN.top + line * CELL.height
  const colour = run.colour === null ? FOREGROUND : (COLOURS[run.colour] ?? FOREGROUND)
  const opacity = run.dim ? ' opacity="0.6"' : ''
  const width = number(run.width * CELL.width)
  if (isBar(run.text)) {
    return `<rect x="${number(x)}" y="${number(top + CELL.height / 2 - 2)}" width="${width}" height="4" fill="${colour}"${opacity}/>`
  }
  const weight = run.bold ? ' font-weight="600"' : ''
  // The font may be any that is at hand: each run is put at its column and made as wide as its cells.
  const place = `x="${number(x)}" y="${number(top + FONT_SIZE)}" textLength="${width}" lengthAdjust="spacingAndGlyphs"`
  return `<text ${place} fill="${colour}"${weight}${opacity}>${escapeXml(run.text)}</text>`
}

/** Without the blanks at both ends, which would only be stretched. */
const trimmed = (run: Run): Run => {
  const leading = run.text.length - run.text.trimStart().length
  const text = run.text.trim()
  return { ...run, text, column: run.column + leading, width: run.width - leading - (run.text.length - leading - text.length) }
}

/** A picture of a terminal that shows this text, escape sequences and all. */
export const drawTerminal = (text: string, options: { columns: number; title: string }): string => {
  const lines = readTerminalText(text.trimEnd())
  const width = MARGIN.side * 2 + options.columns * CELL.width
  const height = MARGIN.top + lines.length * CELL.height + MARGIN.bottom
  const drawn = lines.flatMap((runs, line) =>
    runs
      .map(trimmed)
      .filter((run) => run.text !== '')
      .map((run) => drawRun(run, line)),
  )
  const buttons = WINDOW_BUTTONS.map((colour, index) => `<circle cx="${22 + index * 20}" cy="20" r="6" fill="${colour}"/>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}" role="img" aria-label="${escapeXml(options.title)}">`,
    `<rect width="100%" height="100%" rx="10" fill="${BACKGROUND}"/>`,
    ...buttons,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}
