import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeText } from './decode-text.ts'
import { asReplaced, isDamaged } from './languages/text/damaged-text.ts'

const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))

/** 日本 in Shift-JIS, 表 too, whose second byte is a backslash's. */
const JAPAN = [0x93, 0xfa, 0x96, 0x7b]
const TABLE = [0x95, 0x5c]

describe('bytes are read', () => {
  it('as UTF-8, whatever is wrong with them', () => {
    assert.equal(decodeText(Buffer.from('é😀')), 'é😀')
    assert.equal(decodeText(bytesOf('a', [0xff], 'b')), 'a\ufffdb')
    assert.equal(decodeText(bytesOf([0xef, 0xbb, 0xbf], 'a')), 'a')
  })

  it('as UTF-16 where a mark says so', () => {
    assert.equal(decodeText(bytesOf([0xff, 0xfe], 'a\0b\0')), 'ab')
    assert.equal(decodeText(bytesOf([0xfe, 0xff], '\0a\0b')), 'ab')
  })

  it('with their mark where programs read them', () => {
    assert.equal(decodeText(bytesOf([0xef, 0xbb, 0xbf], 'a'), 'text'), '\ufeffa')
    assert.equal(decodeText(bytesOf([0xef, 0xbb, 0xbf], '1'), 'json'), '\ufeff1')
  })

  it('with signs that no file holds for what is no UTF-8 where programs read them', () => {
    const broken = decodeText(bytesOf([0xff, 0xfe], 'a\0'), 'text')
    assert.ok(isDamaged(broken))
    assert.equal(asReplaced(broken), '\ufffd\ufffda\0')
    const whole = decodeText(Buffer.from('a\ufffdb'), 'text')
    assert.ok(!isDamaged(whole))
    assert.equal(whole, 'a\ufffdb')
  })

  it('in Python as the first two lines say', () => {
    const text = (line: string): string => decodeText(bytesOf(`${line}\nx = "`, JAPAN, TABLE, '"'), 'python')
    for (const line of ['# -*- coding: shift_jis -*-', '#!/usr/bin/python\n# vim: set fileencoding=cp932 :', '# coding=Shift-JIS'])
      assert.ok(text(line).endsWith('\nx = "日本表"'), line)
    assert.equal(decodeText(bytesOf('# coding: latin-1\n', [0xe9]), 'python'), '# coding: latin-1\né')
    for (const name of ['cp1252', 'windows-1252', 'windows_1252'])
      assert.equal(decodeText(bytesOf(`# coding: ${name}\n`, [0x80]), 'python'), `# coding: ${name}\n€`)
    for (const name of ['latin-1', 'latin1', 'iso-8859-1', 'iso8859_1', 'l1'])
      assert.equal(decodeText(bytesOf(`# coding: ${name}\n`, [0x80]), 'python'), `# coding: ${name}\n\x80`)
  })

  it('as UTF-8 where Python names what nobody knows, or names it too late, and in other languages', () => {
    const e = [0xc3, 0xa9]
    for (const start of ['# coding: klingon\n', 'x = 1\ny = 2\n# coding: latin-1\n', 'coding = "latin-1"\n'])
      assert.equal(decodeText(bytesOf(start, e), 'python'), `${start}é`)
    assert.equal(decodeText(bytesOf('# coding: latin-1\n', e), 'typescript'), '# coding: latin-1\né')
  })
})
