import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, it, mock } from 'node:test'

import { createProgressDisplay } from './progress-display.ts'

const terminal = (columns = 80) => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns })
  return { stream, text: () => String(stream.read() ?? '') }
}

describe('progress', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }))
  afterEach(() => mock.timers.reset())

  it('is drawn over itself on a terminal, and taken away at the end', () => {
    const { stream, text } = terminal()
    const display = createProgressDisplay(stream, { TERM: 'xterm' }, () => 0)
    display.update({ phase: 'parse', done: 1, total: 2 })
    assert.equal(text(), '', 'nothing before its time')
    mock.timers.tick(100)
    assert.ok(text().startsWith('\r\u001b[2KParsing  1 of 2 files'))
    display.update({ phase: 'parse', done: 2, total: 2 })
    mock.timers.tick(100)
    assert.ok(text().startsWith('\r\u001b[2KParsing  2 of 2 files'))
    display[Symbol.dispose]()
    assert.equal(text(), '\r\u001b[2K')
    mock.timers.tick(1000)
    assert.equal(text(), '')
  })

  it('stays away once it was cleared, until there is news', () => {
    const { stream, text } = terminal()
    using display = createProgressDisplay(stream, {}, () => 0)
    display.update({ phase: 'parse', done: 1, total: 2 })
    mock.timers.tick(100)
    display.clear()
    text()
    mock.timers.tick(1000)
    assert.equal(text(), '')
    display.update({ phase: 'store', done: 0, total: null })
    mock.timers.tick(100)
    assert.match(text(), /Storing/)
  })

  it('writes nothing where work ends before it would be seen', () => {
    const { stream, text } = terminal()
    const display = createProgressDisplay(stream, {}, () => 0)
    display.update({ phase: 'parse', done: 2, total: 2 })
    display[Symbol.dispose]()
    assert.equal(text(), '')
  })

  it('keeps within the width of the terminal', () => {
    const { stream, text } = terminal(30)
    using display = createProgressDisplay(stream, {}, () => 0)
    display.update({ phase: 'parse', done: 1234, total: 56_789 })
    mock.timers.tick(100)
    assert.equal(text().replace('\r\u001b[2K', '').length, 29)
  })

  it('is not shown in a pipe, nor on a terminal that can not take it back', () => {
    for (const [isTTY, TERM] of [
      [false, 'xterm'],
      [true, 'dumb'],
    ] as const) {
      const stream = Object.assign(new PassThrough(), { isTTY })
      using display = createProgressDisplay(stream, { TERM }, () => 0)
      display.update({ phase: 'parse', done: 1, total: 2 })
      display.updateSource({ phase: 'wait' })
      mock.timers.tick(1000)
      assert.equal(stream.read(), null)
    }
  })

  it('counts time by phase, also where phases take turns', () => {
    const { stream, text } = terminal()
    let now = 0
    using display = createProgressDisplay(stream, {}, () => now)
    display.update({ phase: 'parse', done: 1, total: 100 })
    display.updateSource({ phase: 'fetch', bytes: 1000, blobs: null })
    now = 2000
    display.update({ phase: 'parse', done: 50, total: 100 })
    mock.timers.tick(100)
    assert.match(text(), /25\/s {2}2 s left/)
  })

  it('counts the time of a phase that begins anew from there', () => {
    const { stream, text } = terminal()
    let now = 0
    using display = createProgressDisplay(stream, {}, () => now)
    display.update({ phase: 'parse', done: 100, total: 100 })
    now = 60_000
    display.update({ phase: 'parse', done: 0, total: 40 })
    now = 62_000
    display.update({ phase: 'parse', done: 20, total: 40 })
    mock.timers.tick(100)
    assert.match(text(), /10\/s {2}2 s left/)
  })

  it('counts the rate of what was done since it was first told of', () => {
    const { stream, text } = terminal()
    let now = 0
    using display = createProgressDisplay(stream, {}, () => now)
    display.update({ phase: 'link', done: 900, total: 1000 })
    now = 2000
    display.update({ phase: 'link', done: 920, total: 1000 })
    mock.timers.tick(100)
    assert.match(text(), /10\/s {2}8 s left/)
  })
})
