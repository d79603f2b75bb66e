import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeRecords } from './runner-listing.ts'

const root = import.meta.dirname

test('a test of several projects is listed once, and twice where one project lists it twice', async () => {
  const record = (name: string, project: string) => ({ path: `${root}/a/b.test.ts`, suites: ['s'], name, project })
  const { tests } = await mergeRecords(
    [record('x', 'web'), record('x', 'native'), record('y', 'web'), record('y', 'web'), record('y', 'native')],
    root,
  )
  assert.deepEqual(
    tests.map(({ path, name }) => [path, name]),
    [
      ['a/b.test.ts', 'x'],
      ['a/b.test.ts', 'y'],
      ['a/b.test.ts', 'y'],
    ],
  )
})

test('of a file that could not be loaded nothing is known, whatever was seen of it', async () => {
  const seen = { path: `${root}/b.ts`, suites: [], name: 'x' }
  const { failed, tests } = await mergeRecords([seen, { failed: `${root}/b.ts` }, { failed: `${root}/b.ts`, message: 'no' }], root)
  assert.deepEqual([failed, tests], [['b.ts'], []])
})
