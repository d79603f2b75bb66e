import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import stringWidth from 'string-width'
import { createPaint, cutEnd, cutStart, describeTerminal, widthOf, type Terminal } from './terminal.ts'

describe('describeTerminal', () => {
  const tty = { isTTY: true, columns: 120 }
  const cases: [string, object, NodeJS.ProcessEnv, Omit<Terminal, 'home'>][] = [
    ['a terminal has colours and bars', tty, { TERM: 'xterm' }, { width: 120, colour: true, drawing: true }],
    ['a pipe has neither, and cuts nothing', {}, {}, { width: null, colour: false, drawing: false }],
    ['NO_COLOR takes the colours', tty, { NO_COLOR: '1' }, { width: 120, colour: false, drawing: true }],
    ['an empty NO_COLOR does not', tty, { NO_COLOR: '' }, { width: 120, colour: true, drawing: true }],
    ['a dumb terminal gets text', tty, { TERM: 'dumb' }, { width: 120, colour: false, drawing: false }],
    ['FORCE_COLOR paints a pipe', {}, { FORCE_COLOR: '1' }, { width: null, colour: true, drawing: true }],
    ['COLUMNS says how wide what is painted may be', {}, { FORCE_COLOR: '1', COLUMNS: '90' }, { width: 90, colour: true, drawing: true }],
    ['COLUMNS cuts nothing in a pipe', {}, { COLUMNS: '90' }, { width: null, colour: false, drawing: false }],
    ['FORCE_COLOR outdoes NO_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, { width: null, colour: true, drawing: true }],
    ['FORCE_COLOR=0 takes the colours', tty, { FORCE_COLOR: '0' }, { width: 120, colour: false, drawing: true }],
    ['a terminal that does not know its width has 80 columns', { isTTY: true, columns: 0 }, {}, { width: 80, colour: true, drawing: true }],
    [
      'a terminal of a few columns is written to as if it had 40',
      { isTTY: true, columns: 9 },
      {},
      { width: 40, colour: true, drawing: true },
    ],
  ]
  for (const [name, stream, environment, expected] of cases) {
    it(name, () => assert.deepEqual(describeTerminal(stream, environment), { ...expected, home: null }))
  }
})

describe('painting', () => {
  it('adds escape sequences only where there are colours', () => {
    const terminal = { width: null, colour: true, drawing: true, home: null }
    assert.equal(createPaint(terminal)('red', 'x'), '\u001b[31mx\u001b[39m')
    assert.equal(createPaint({ ...terminal, colour: false })('red', 'x'), 'x')
  })
})

describe('widths', () => {
  it('are those that a terminal gives', () => {
    assert.equal(widthOf('plain'), 5)
    assert.equal(widthOf('日本'), 4)
    assert.equal(widthOf('é'), 1)
    assert.equal(widthOf('👩‍🔬'), 2)
  })

  it('are what string-width says, also where it is not asked', () => {
    for (let code = 0x20; code <= 0x2030; code += 1) {
      const character = String.fromCodePoint(code)
      if (!/[\p{Cc}\p{Cf}\p{M}]/u.test(character)) assert.equal(widthOf(character), stringWidth(character), code.toString(16))
    }
  })

  it('are kept when text is cut, without splitting a character', () => {
    assert.equal(cutEnd('abcdef', 4), 'abc…')
    assert.equal(cutEnd('日本語', 4), '日…')
    assert.equal(cutStart('abcdef', 4), '…def')
    assert.equal(cutStart('日本語', 4), '…語')
    assert.equal(cutEnd('👩‍🔬👩‍🔬👩‍🔬', 4), '👩‍🔬…')
    assert.equal(cutEnd('abc', 3), 'abc')
  })
})
