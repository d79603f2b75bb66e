import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareTests } from './compare-tests.ts'
import type { FlatTest } from './read-inventory.ts'
import type { TrueTest, Truth } from './truth.ts'

const truthOf = (tests: TrueTest[], more: Partial<Truth> = {}): Truth => ({
  repository: 'an/example',
  commit: 'c0ffee',
  framework: 'vitest',
  command: '',
  runnerVersion: '',
  gitDirectory: '',
  failed: [],
  name: 'example',
  tests,
  ...more,
})
const theirs = (name: string, suites: string[] = [], path = 'a.test.ts'): TrueTest => ({ path, suites, name })
const ours = (name: string, more: Partial<FlatTest> = {}): FlatTest => ({
  path: 'a.test.ts',
  framework: 'vitest',
  suites: [],
  name,
  line: 1,
  status: 'active',
  dynamic: false,
  conditional: false,
  ...more,
})

test('a test listed once that the runner lists twice is missing once', () => {
  const { found, missing, extra } = compareTests(truthOf([theirs('adds'), theirs('adds')]), [ours('adds')])
  assert.deepEqual([found, missing.length, extra.length], [1, 1, 0])
})

test('the same name in another suite or file is missing there and extra here', () => {
  const { missing, extra } = compareTests(truthOf([theirs('adds', ['sum'])]), [ours('adds'), ours('adds', { path: 'b.test.ts' })])
  assert.deepEqual([missing.length, extra.length], [1, 2])
})

test('a dynamic entry covers any number of tests whose names fit, and is never extra', () => {
  const dynamic = ours('adds %s', { dynamic: true })
  const result = compareTests(truthOf([theirs('adds 1'), theirs('adds 2'), theirs('takes 3')]), [
    dynamic,
    ours('never %s', { dynamic: true }),
  ])
  assert.deepEqual([result.found, result.dynamic, result.missing.map(({ name }) => name), result.extra], [0, 2, ['takes 3'], []])
})

test("a case of Python's that the runner names otherwise is missing and extra, however much it looks like an expression", () => {
  const { asWritten, missing, extra } = compareTests(truthOf([theirs('test_sum[one-2]')], { framework: 'pytest' }), [
    ours('test_difference[a0-2]', { framework: 'pytest' }),
  ])
  assert.deepEqual([asWritten, missing.length, extra.length], [0, 1, 1])
})

test('a dynamic method of Python covers those that a table makes of it, and none of another name', () => {
  const names = ['test_sum_1_a', 'test_sum_02', 'test_sum3', 'test_sum_of', 'test_sums_1', 'test_sum']
  const truth = truthOf(
    names.map((name) => theirs(name, ['SumTest'])),
    { framework: 'unittest' },
  )
  const { missing } = compareTests(truth, [ours('test_sum', { suites: ['SumTest'], framework: 'unittest', dynamic: true })])
  assert.deepEqual(
    missing.map(({ name }) => name),
    ['test_sum_of', 'test_sums_1'],
  )
})

test('a dynamic entry covers what stands deeper below it', () => {
  const { dynamic } = compareTests(truthOf([theirs('inner', ['Test', 'case_1'])]), [ours('row.name', { suites: ['Test'], dynamic: true })])
  assert.equal(dynamic, 1)
})

test('a name kept as written stands for one test only', () => {
  const result = compareTests(truthOf([theirs('adds 1'), theirs('adds 2')]), [ours('adds ${n}')])
  assert.deepEqual([result.found, result.asWritten, result.missing.length, result.extra.length], [0, 1, 1, 0])
})

test('what the runner left out by its own selection is neither missing nor extra', () => {
  const deselected: TrueTest = { ...theirs('slow'), deselected: true }
  assert.deepEqual(
    [[], [ours('slow')]].map((listed) => {
      const { tests, found, missing, extra } = compareTests(truthOf([deselected]), listed)
      return [tests, found, missing.length, extra.length]
    }),
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
  )
})

test('files out of scope, of other frameworks or that the runner could not load say nothing', () => {
  const truth = truthOf([theirs('adds', [], 'in/a.ts')], { scope: ['in/**'], failed: ['in/broken.ts'] })
  const { extra, found } = compareTests(truth, [
    ours('adds', { path: 'in/a.ts', framework: 'jest' }),
    ours('x', { path: 'out/b.ts' }),
    ours('x', { path: 'in/c.ts', framework: 'mocha' }),
    ours('x', { path: 'in/broken.ts' }),
    ours('x', { path: 'in/d.ts' }),
  ])
  assert.deepEqual([found, extra.map(({ path }) => path)], [1, ['in/d.ts']])
})

test('a found test of another status is told, unless the runner cannot tell the two apart', () => {
  const listed = [ours('a', { status: 'todo' }), ours('b', { status: 'active' }), ours('c', { status: 'xfail' })]
  const truth = truthOf([
    { ...theirs('a'), status: 'pending' },
    { ...theirs('b'), status: 'skipped' },
    { ...theirs('c'), status: 'xfail' },
  ])
  const differing = (framework: 'mocha' | 'go') =>
    compareTests({ ...truth, framework }, listed).otherStatus.map(({ name, listedStatus }) => [name, listedStatus])
  assert.deepEqual(differing('mocha'), [['b', 'active']])
  assert.deepEqual(differing('go'), [])
})

test('what hangs on a condition is not extra where the runner does not have it', () => {
  const { extra, conditional } = compareTests(truthOf([]), [ours('a', { conditional: true }), ours('b')])
  assert.deepEqual([extra.map(({ name }) => name), conditional.map(({ name }) => name)], [['b'], ['a']])
})
