import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatDuration } from './go-durations.ts'
import { formatFloat } from './go-format-number.ts'
import { runeLiteral, stringLiteral } from './go-literals.ts'
import { quote } from './go-quote.ts'

describe('values of Go as text', () => {
  it('reads escapes, bytes that are no UTF-8, and raw strings', () => {
    const valueOf = (source: string): unknown => ((literal) => literal.kind === 'literal' && literal.value)(stringLiteral(source))
    assert.equal(valueOf(String.raw`"\a\t\x41\101\u00e9\U0001F600\\\""`), '\x07\tAAé😀\\"')
    assert.equal(valueOf(String.raw`"a\xffb\xc3\xa9\xe2\x82"`), 'a\ufffdbé\ufffd\ufffd')
    assert.equal(valueOf('`raw \\n\r\n`'), 'raw \\n\n')
    assert.equal(valueOf(String.raw`"\uD800"`), false)
    assert.deepEqual(runeLiteral(String.raw`'\''`), { kind: 'literal', value: 39, type: 'rune' })
  })

  it('quotes as strconv does', () => {
    assert.equal(quote('it\'s "q"\n\u200b\u0007é'), '"it\'s \\"q\\"\\n\\u200b\\aé"')
  })

  it('prints floats as fmt does', () => {
    const general = [1e6, 123456789, 100000, 1e21, 0.00001, 0.0001, 2.5, 0, -0.5].map((value) => formatFloat(value, 'g'))
    assert.deepEqual(general, ['1e+06', '1.23456789e+08', '100000', '1e+21', '1e-05', '0.0001', '2.5', '0', '-0.5'])
    assert.deepEqual(
      [formatFloat(2.25, 'f', 1), formatFloat(2.35, 'f', 1), formatFloat(0.5, 'f', 0), formatFloat(1.5, 'f', 0)],
      ['2.2', '2.4', '0', '2'],
    )
    assert.deepEqual(
      [formatFloat(1234.5, 'e', 2), formatFloat(123456, 'g', 3), formatFloat(Number.NaN, 'f')],
      ['1.23e+03', '1.23e+05', 'NaN'],
    )
  })

  it('prints durations as time does', () => {
    const nanoseconds = [0, 1, 1500, 2_000_000, 1_500_000_000, 60_000_000_000, 5_400_000_000_000, -1_000_000_000]
    assert.deepEqual(nanoseconds.map(formatDuration), ['0s', '1ns', '1.5µs', '2ms', '1.5s', '1m0s', '1h30m0s', '-1s'])
  })
})
