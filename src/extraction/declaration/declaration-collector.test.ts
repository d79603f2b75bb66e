import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts, testsIn } from '../testing/link-texts.ts'

describe('a declaring call', () => {
  it('reached by loops is one test with a case each turn', () => {
    const { files } = linkTexts({ 'a.test.ts': 'for (const x of [1, 2])\n  it(`t${x}`, () => {})' })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ line, cases }) => [line, cases])),
      [[2, { kind: 'listed', names: ['t1', 't2'] }]],
    )
  })

  it('in a suite that a loop declares is a test of each suite', () => {
    assert.deepEqual(testsIn("for (const x of ['a', 'b']) describe(x, () => { it('t', f); it(`u ${x}`, f) })"), [
      'a > t',
      'a > u a',
      'b > t',
      'b > u b',
    ])
  })

  it('reached by two ways is two tests', () => {
    assert.deepEqual(testsIn('const d = () => { for (const x of [1]) it(`t${x}`, f) }\nd()\nd()'), ['t${x} = t1', 't${x} = t1'])
  })

  it('whose marks differ from turn to turn is a test for each mark', () => {
    assert.deepEqual(testsIn('for (const x of [1, 2, 3]) (x === 2 ? it.skip : it)(`t${x}`, f)'), [
      't${x} = t1 | t3',
      't${x} [skipped] = t2',
    ])
  })

  it('of which one turn is not known is dynamic', () => {
    assert.deepEqual(testsIn('for (const x of [1, ...more]) it(`t${x}`, f)'), ['t${x} = ?'])
  })

  it('has the line where it stands, and its end', () => {
    const { files } = linkTexts({ 'a.test.ts': "describe('s',\n() => {\n  it(\n    'a',\n    () => {},\n  )\n})" })
    const [suite] = files[0]?.suites ?? []
    assert.ok(suite)
    assert.deepEqual([suite.line, suite.endLine, suite.tests[0]?.line, suite.tests[0]?.endLine], [1, 7, 3, 6])
  })

  it('in another file has the line that leads there', () => {
    const { files } = linkTexts({
      'a.test.ts': "import { all } from './all'\n\ndescribe('s', () => {\n  all('x')\n})",
      'all.ts': "import { one } from './one'\nexport const all = (x: string) => {\n  one(x)\n}",
      'one.ts': '\n\n\nexport const one = (x: string) => it(x, () => {})',
    })
    assert.deepEqual(
      files.flatMap(({ suites }) => suites.flatMap(({ tests }) => tests.map(({ line, declaredAt }) => [line, declaredAt]))),
      [[4, { path: 'one.ts', line: 4 }]],
    )
  })
})

describe('suites', () => {
  it('that hold no test are not there', () => {
    assert.deepEqual(testsIn("describe('s', () => { describe('t', () => {}) })\ndescribe('u', () => { it('a', f) })"), ['u > a'])
  })

  it('of the same name are two', () => {
    const { files } = linkTexts({ 'a.test.ts': "describe('s', () => { it('a', f) })\ndescribe('s', () => { it('a', f) })" })
    const ids = files.flatMap(({ suites }) => suites.flatMap(({ tests }) => tests.map(({ id }) => id)))
    assert.deepEqual([files[0]?.suites.length, new Set(ids).size], [2, 2])
  })

  it('and tests come in the order of their lines, whatever was called first', () => {
    assert.deepEqual(testsIn("const later = () => it('b', f)\nit('a', f)\nlater()\nit('c', f)"), ['b', 'a', 'c'])
  })

  it('nested too deeply are cut, and it is told where', () => {
    const { diagnostics, files } = linkTexts({
      'a.test.ts': `${"describe('s', () => {\n".repeat(170)}it('deep', f)${'\n})'.repeat(170)}\nit('top', f)`,
    })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ name }) => name)),
      ['top'],
    )
    assert.deepEqual(diagnostics, [
      {
        path: 'a.test.ts',
        code: 'evaluation-limit',
        message: 'line 151: suites nest deeper than is followed; tests inside are not listed',
      },
    ])
  })
})
