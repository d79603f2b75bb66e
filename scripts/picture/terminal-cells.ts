import { widthOf } from '../../src/report/terminal.ts'

/** Text of one look, at its column. */
export interface Run {
  column: number
  width: number
  text: string
  /** 0 to 15, as terminals number them; null for the terminal's own colour. */
  colour: number | null
  bold: boolean
  dim: boolean
}

type Look = Pick<Run, 'colour' | 'bold' | 'dim'>

const PLAIN: Look = { colour: null, bold: false, dim: false }

/** What a `Select Graphic Rendition` parameter does; the program uses these and no others. */
const applied = (look: Look, parameter: number): Look => {
  if (parameter === 0) return PLAIN
  if (parameter === 1) return { ...look, bold: true }
  if (parameter === 2) return { ...look, dim: true }
  if (parameter === 22) return { ...look, bold: false, dim: false }
  if (parameter === 39) return { ...look, colour: null }
  if (parameter >= 30 && parameter <= 37) return { ...look, colour: parameter - 30 }
  if (parameter >= 90 && parameter <= 97) return { ...look, colour: parameter - 90 + 8 }
  throw new Error(`Nobody has said how SGR ${parameter} looks in a picture`)
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what is read
const STYLE = /\u001b\[([\d;]*)m/

/** Lines that were written for a terminal, as runs of one look each. */
export const readTerminalText = (text: string): Run[][] => {
  let look = PLAIN
  return text.split('\n').map((line) => {
    let column = 0
    const runs: Run[] = []
    for (const [index, part] of line.split(STYLE).entries()) {
      if (index % 2 === 1) {
        for (const parameter of part.split(';')) look = applied(look, Number(parameter))
      } else if (part !== '') {
        const width = widthOf(part)
        runs.push({ column, width, text: part, ...look })
        column += width
      }
    }
    return runs
  })
}
