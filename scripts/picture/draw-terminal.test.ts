import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { drawTerminal } from './draw-terminal.ts'
import { readTerminalText } from './terminal-cells.ts'

describe('a picture of a terminal', () => {
  it('reads runs of one look each, at their columns', () => {
    assert.deepEqual(readTerminalText('a\u001b[1;31mb\u001b[22m日\u001b[39m\nc'), [
      [
        { column: 0, width: 1, text: 'a', colour: null, bold: false, dim: false },
        { column: 1, width: 1, text: 'b', colour: 1, bold: true, dim: false },
        { column: 2, width: 2, text: '日', colour: 1, bold: false, dim: false },
      ],
      [{ column: 0, width: 1, text: 'c', colour: null, bold: false, dim: false }],
    ])
  })

  it('keeps a look over the end of a line until it is taken back', () => {
    const [, second] = readTerminalText('\u001b[2ma\nb\u001b[0mc')
    assert.deepEqual(
      second?.map((run) => run.dim),
      [true, false],
    )
  })

  it('does not guess what it has not been told', () => {
    assert.throws(() => readTerminalText('\u001b[7mx'), /SGR 7/)
  })

  it('lets no text become markup', () => {
    const svg = drawTerminal('<script>"&', { columns: 20, title: '<b>' })
    assert.match(svg, />&lt;script&gt;&quot;&amp;<\/text>/)
    assert.match(svg, /aria-label="&lt;b&gt;"/)
  })

  it('draws bars as shapes, so that no font leaves gaps', () => {
    assert.match(
      drawTerminal('\u001b[32m━━━\u001b[39m', { columns: 20, title: 't' }),
      /<rect x="18" y="[\d.]+" width="25.2" height="4" fill="#3fb950"\/>/,
    )
  })

  it('puts what comes after blanks where it stands', () => {
    assert.match(drawTerminal('    x', { columns: 20, title: 't' }), /<text x="51.6" [^>]*textLength="8.4"[^>]*>x</)
  })
})
