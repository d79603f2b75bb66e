import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lowerJavaScript } from './lower-javascript.ts'

/** The kinds of statements that are left of the body of the only test in a text. */
const keptLines = (body: string): number => {
  const facts = lowerJavaScript(`test('x', async (t) => {\n${body}\n})`, 'javascript')
  const [statement] = facts.body
  if (statement?.kind !== 'evaluate' || statement.expression.kind !== 'call') return -1
  const closure = statement.expression.arguments.at(-1)
  return closure?.kind === 'function' ? closure.function.body.length : -1
}

describe('a test body in the facts', () => {
  it('is empty where nothing says something of the test', () => {
    assert.equal(keptLines('const user = create()\nassert.ok(user)'), 0)
  })

  it('keeps the table that subtests are made of, and not what lies between', () => {
    assert.equal(keptLines('const rows = [1, 2]\nassert.ok(true)\nfor (const row of rows) await t.test(`row ${row}`, () => {})'), 2)
  })

  it('keeps calls of a local function that declares, and of one that is given the context', () => {
    assert.equal(keptLines("const check = (name) => t.test(name, () => {})\nawait check('a')\nawait check('b')"), 3)
    assert.equal(keptLines('await runAll(t)'), 1)
  })
  it('keeps what fills a table, and the functions that do so', () => {
    const loop = 'for (const row of rows) await t.test(row, () => {})'
    assert.equal(keptLines(`const rows = []\nfor (const row of ['a']) rows.push(row)\nassert.ok(rows.length)\n${loop}`), 4)
    assert.equal(keptLines(`const rows = []\nconst add = (row) => rows.push(row)\nadd('a')\n${loop}`), 4)
    assert.equal(keptLines(`let rows\nserver.start()\n;({ rows } = tables)\n${loop}`), 3)
  })

  it('keeps what may return before subtests are declared, and not what only functions in there return', () => {
    assert.equal(keptLines("if (!supported) return\nserver.on('a', () => { return 1 })\nawait t.test('a', () => {})"), 2)
  })
})
