import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FileInventory, Suite, TestCase } from './inventory.ts'
import { totalsOf } from './totals.ts'
import { walkTests } from './walk-tests.ts'

const testAt = (line: number, parts: Partial<TestCase> = {}): TestCase => ({
  id: `id-${line}`,
  name: `test ${line}`,
  line,
  endLine: line,
  status: 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: [],
  cases: null,
  ...parts,
})

const suiteAt = (line: number, tests: TestCase[], suites: Suite[] = []): Suite => ({
  name: `suite ${line}`,
  line,
  endLine: line,
  status: 'active',
  suites,
  tests,
})

const file = (parts: Partial<FileInventory>): FileInventory => ({
  path: 'a.test.ts',
  language: 'typescript',
  framework: 'vitest',
  detectedBy: 'import',
  suites: [],
  tests: [],
  ...parts,
})

describe('totalsOf', () => {
  it('counts a listed test as its cases and a dynamic one as 1', () => {
    const totals = totalsOf([
      file({
        tests: [
          testAt(1, { cases: { kind: 'listed', names: ['a', 'b', 'c'] }, status: 'skipped' }),
          testAt(2, { cases: { kind: 'dynamic' } }),
          testAt(3, { cases: { kind: 'listed', names: [] } }),
        ],
      }),
    ])
    assert.equal(totals.tests, 4)
    assert.equal(totals.dynamic, 1)
    assert.deepEqual(totals.byStatus, { active: 1, focused: 0, skipped: 3, todo: 0, xfail: 0 })
  })

  it('counts suites at every depth', () => {
    const totals = totalsOf([file({ suites: [suiteAt(1, [], [suiteAt(2, [testAt(3)])]), suiteAt(5, [])] })])
    assert.equal(totals.suites, 3)
    assert.equal(totals.tests, 1)
  })

  it('counts frameworks and languages by tests, sorted by name', () => {
    const totals = totalsOf([
      file({ framework: 'vitest', tests: [testAt(1), testAt(2)] }),
      file({ framework: 'go-testing', language: 'go', tests: [testAt(1)] }),
      file({ framework: 'vitest', tests: [testAt(1)] }),
    ])
    assert.equal(JSON.stringify(totals.byFramework), '{"go-testing":1,"vitest":3}')
    assert.equal(JSON.stringify(totals.byLanguage), '{"go":1,"typescript":3}')
  })
})

describe('walkTests', () => {
  it('visits tests in the order of the source, with their suites', () => {
    const walk = walkTests(file({ tests: [testAt(2), testAt(9)], suites: [suiteAt(3, [testAt(6)], [suiteAt(4, [testAt(5)])])] }))
    assert.deepEqual(
      Array.from(walk, ({ test, suites }) => [...suites.map((suite) => suite.line), test.line]),
      [[2], [3, 4, 5], [3, 6], [9]],
    )
  })

  it('walks suites nested 20,000 deep', () => {
    let suite = suiteAt(20_000, [testAt(20_001)])
    for (let line = 19_999; line > 0; line -= 1) suite = suiteAt(line, [], [suite])
    let deepest = 0
    for (const { suites } of walkTests(file({ suites: [suite] }))) deepest = suites.length
    assert.equal(deepest, 20_000)
    assert.equal(totalsOf([file({ suites: [suite] })]).suites, 20_000)
  })
})
