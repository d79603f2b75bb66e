import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts, testsIn } from '../testing/link-texts.ts'

describe('too much', () => {
  it('ends, what was found so far is listed and told, and the next file has its own bounds', () => {
    // Each number is a step, and there is no cheaper one.
    const loops = `for (let i = 0; i < 9000; i++) for (let j = 0; j < 9000; j++) n = [${'0,'.repeat(1000)}]`
    const { files, diagnostics } = linkTexts({
      'a.test.ts': `it('a', () => {})\nconst d = (n) => { ${loops}; it('t', () => {}) }\nd(0)\nit('b', () => {})`,
      'b.test.ts': "it('c', () => {})",
    })
    assert.deepEqual(
      files.flatMap(({ path, tests }) => tests.map(({ name }) => [path, name])),
      [
        ['a.test.ts', 'a'],
        ['b.test.ts', 'c'],
      ],
    )
    assert.deepEqual(
      diagnostics.map(({ path, code }) => [path, code]),
      [['a.test.ts', 'evaluation-limit']],
    )
  })

  it('is not told of a program that is only placed like a test', () => {
    const heavy = 'for (let i = 0; i < 9000; i++) for (let j = 0; j < 9000; j++) x += i * j\ntest(/x/)'
    assert.deepEqual(linkTexts({ 'package.json': '{}', 'test/jquery.js': heavy }).diagnostics, [])
  })

  it('is told of a library that imports a framework, and of no other', () => {
    const heavy = 'for (let i = 0; i < 9000; i++) for (let j = 0; j < 9000; j++) n += i * j'
    const library = (imported: string): string => `${imported}\nexport const work = (n) => { ${heavy}; it('made ' + n, () => {}) }`
    const { diagnostics, files } = linkTexts({
      'package.json': JSON.stringify({ devDependencies: { vitest: '3' } }),
      'src/a.ts': library("import { it } from 'vitest'"),
      'src/b.ts': library("import { it } from './words'"),
      'checks/a.test.ts': "import { it } from 'vitest'\nimport { work } from '../src/a'\nwork(1)\nit('a', () => {})",
      'checks/b.test.ts': "import { it } from 'vitest'\nimport { work } from '../src/b'\nwork(1)\nit('b', () => {})",
      'checks/c.test.ts': "import { it } from 'vitest'\nimport { work } from '../src/a'\nit('c', () => void work(1))",
    })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ name }) => name)),
      ['a', 'b', 'c'],
    )
    assert.deepEqual(
      diagnostics.map(({ path, code, message }) => [path, code, message.includes('src/a.ts')]),
      [['checks/a.test.ts', 'evaluation-limit', true]],
    )
  })

  it('is told of a loop that declares more tests than are followed, and of no other', () => {
    const long = (body: string): string => `for (let i = 0; i < 10001; i++) ${body}`
    const { diagnostics, files } = linkTexts({
      'a.test.ts': `const xs = []\n${long("it('t', () => {})")}`,
      'b.test.ts': `const xs = []\n${long('xs.push(i)')}\nit('b', () => {})`,
    })
    assert.deepEqual(
      diagnostics.map(({ path, code, message }) => [path, code, message.split(':')[0]]),
      [['a.test.ts', 'evaluation-limit', 'line 2']],
    )
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ cases }) => cases?.kind)),
      ['dynamic', undefined],
    )
  })

  it('is not what a loop costs that a return may have ended and nothing ends for certain', () => {
    const up = "const up = (at) => { while (true) { if (process.env[at]) return true; at = at.slice(1); if (at === '') return false } }"
    const names = Array.from({ length: 60 }, (_, index) => `ab${index}`)
    const { files, diagnostics } = linkTexts({
      'a.test.ts': `${up}\nfor (const x of ${JSON.stringify(names)}) { const only = up(x); it(x, only ? { only } : {}, () => {}) }`,
    })
    assert.deepEqual(diagnostics, [])
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ cases }) => cases)),
      [{ kind: 'listed', names }],
    )
  })

  it('in naming the cases of one Python test costs the file no other', () => {
    const { files, diagnostics } = linkTexts({
      'test_a.py': `import pytest
def slowly(value):
    for i in range(9000):
        for j in range(9000):
            value += i
    return str(value)
@pytest.mark.parametrize("x", [1, 2], ids=slowly)
def test_slow(x): pass
@pytest.mark.parametrize("x", [1, 2])
def test_plain(x): pass
`,
    })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ name, cases }) => [name, cases?.kind])),
      [
        ['test_slow', 'dynamic'],
        ['test_plain', 'listed'],
      ],
    )
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['evaluation-limit'],
    )
  })

  it('of a number that is squared again and again is not reckoned with', () => {
    const squared = 'let x = 2n\nfor (let i = 0; i < 60; i++) x = x * x\nit(`${x % 7n}`, () => {})'
    assert.deepEqual(testsIn(squared), ['${x % 7n}'])
  })

  it('nesting in a value makes it unknown', () => {
    assert.deepEqual(
      testsIn(
        `const x = ${'['.repeat(600)}1${']'.repeat(600)}\nconst y = ${'(1 + '.repeat(600)}1${')'.repeat(600)}\nit('a', f)\nit(String(y), f)`,
      ),
      ['a', 'String(y)'],
    )
  })
})
