import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { createProgressLines } from './progress-lines.ts'

describe('progress as lines', () => {
  it('has one as a phase begins, and one for each tenth of it', () => {
    const lines: string[] = []
    const display = createProgressLines((line) => lines.push(line))
    display.update({ phase: 'read', done: 0, total: null })
    for (let done = 0; done <= 1200; done += 30) display.update({ phase: 'phrase', done, total: 1200, unit: 'tests' })
    display.update({ phase: 'store', done: 0, total: 1200, unit: 'tests' })
    assert.deepEqual(lines.slice(0, 3), ['Reading the analysis', 'Phrasing: 0 of 1,200 tests', 'Phrasing: 120 of 1,200 tests'])
    assert.deepEqual(lines.slice(11), ['Phrasing: 1,200 of 1,200 tests', 'Storing: 0 of 1,200 tests'])
  })

  it('begins anew with each phase, and says once what has no end yet', () => {
    const lines: string[] = []
    const display = createProgressLines((line) => lines.push(line))
    for (const blobs of [0, 10, 20]) display.updateSource({ phase: 'fetch', blobs, bytes: blobs })
    for (const phase of ['parse', 'link', 'parse'] as const) display.update({ phase, done: 1, total: 1 })
    assert.deepEqual(lines, ['Fetching', 'Parsing: 1 of 1 files', 'Linking: 1 of 1 files', 'Parsing: 1 of 1 files'])
  })

  it('never goes back within a phase', () => {
    const lines: string[] = []
    const display = createProgressLines((line) => lines.push(line))
    for (const done of [5, 3, 5, 6]) display.update({ phase: 'phrase', done, total: 10, unit: 'tests' })
    assert.deepEqual(lines, ['Phrasing: 5 of 10 tests', 'Phrasing: 6 of 10 tests'])
  })
})
