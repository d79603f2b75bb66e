import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../testing/link-texts.ts'

describe("a function's own name", () => {
  it('that a block declares again by var is the same one', () => {
    assert.deepEqual(testsIn("const d = () => { var v = 'a'; { var v = 'b' } it(v, f) }\nd()"), ['b'])
    assert.deepEqual(testsIn("const d = (p) => { for (const x of ['b', 'c']) { var p = x } it(p, f) }\nd('a')"), ['c'])
    assert.deepEqual(testsIn("const d = () => { try { var v = 'a'; throw v } catch (e) { var w = e } it(v + w, f) }\nd()"), ['aa'])
  })

  it('is one of two where it only may be declared again, and inside what it is there', () => {
    const text = "const d = () => { var v = 'a'; if (process.env.X) { var v = 'b'; it(`in ${v}`, f) } it(`${v}`, f) }\nd()"
    assert.deepEqual(testsIn(text), ['in b [conditional]', '${v}'])
    assert.deepEqual(testsIn("if (process.env.X) { var v = 'a' } else { var v = 'b' }\nit(`${v}`, f)"), ['${v}'])
    assert.deepEqual(testsIn("var v = 'a'\nswitch (process.env.X) { case '1': var v = 'b' }\nit(`${v}`, f)"), ['${v}'])
    assert.deepEqual(
      testsIn('if (process.env.X) { for (var i = 0; i < 2; i++) it(`a${i}`, f) }\nfor (var i = 0; i < 2; i++) it(`b${i}`, f)'),
      ['a${i} [conditional] = a0 | a1', 'b${i} = b0 | b1'],
    )
  })

  it('is one of two where a loop may declare it again', () => {
    assert.deepEqual(testsIn("const d = () => { var v = 'a'; for (const x of process.argv) { var v = 'b' } it(`${v}`, f) }\nd()"), ['${v}'])
    assert.deepEqual(testsIn("const d = () => { var v = 'a'; while (process.env.X) { var v = 'b' } it(`${v}`, f) }\nd()"), ['${v}'])
  })

  it('is the last of several functions that it is declared as', () =>
    assert.deepEqual(testsIn("const d = (n) => { it(n(), f); function n() { return 'a' } function n() { return 'b' } }\nd()"), ['b']))
})

describe('a name without a value that only may be given one', () => {
  const given = (value: string): string[] => [`let v; if (process.env.X) v = ${value};`, `if (process.env.X) { var v = ${value} }`]

  it('may have none', () => {
    for (const text of given("['a']")) {
      assert.deepEqual(testsIn(`${text} if (v) it('with', f)`), ['with [conditional]'])
      assert.deepEqual(testsIn(`${text} for (const x of v || ['b']) it(x, f)`), ['x [conditional] = a | b'])
      assert.deepEqual(testsIn(`${text} for (const x of v ?? []) it(x, f)`), ['x [conditional] = a'])
      assert.deepEqual(testsIn(`${text} v?.forEach((x) => it(x, f))`), ['x [conditional] = a'])
    }
    for (const text of given('true')) assert.deepEqual(testsIn(`${text} const t = v ? it.skip : it; t('x', f)`), ['x [conditional]'])
  })

  it('has one where without it nothing could go on', () => {
    for (const text of given("['a']")) {
      assert.deepEqual(testsIn(`${text} for (const x of v) it(x, f)`), ['x = a'])
      assert.deepEqual(testsIn(`${text} v.forEach((x) => it(x, f))`), ['x = a'])
      assert.deepEqual(testsIn(`${text} const [one] = v; it(one, f)`), ['a'])
    }
    for (const text of given('{ name: "a", t: it }')) {
      assert.deepEqual(testsIn(`${text} v.t(v.name, f)`), ['a'])
      assert.deepEqual(testsIn(`${text} const { name, t } = v; t(name, f)`), ['a'])
    }
    for (const text of given('it')) assert.deepEqual(testsIn(`${text} v('a', f)`), ['a'])
    for (const text of given('class { name = "a" }')) assert.deepEqual(testsIn(`${text} it(new v().name, f)`), ['a'])
  })
})

describe('what stands in a try behind what may throw', () => {
  const after = (body: string): string[] => testsIn(`let ok = false; try { ${body} } catch {} if (ok) it('ok', f)`)

  it('only may have been done', () => {
    assert.deepEqual(after("require('oven'); ok = true"), ['ok [conditional]'])
    assert.deepEqual(after("require('oven'); it('in', f); ok = true"), ['in [conditional]', 'ok [conditional]'])
    assert.deepEqual(testsIn("const d = () => { var v = 'a'; try { require('oven'); var v = 'b' } catch {} it(`${v}`, f) }\nd()"), ['${v}'])
  })

  it('is done where nothing may', () => {
    assert.deepEqual(after("const path = require('node:path'); bake(); function bake() { ok = true }"), ['ok'])
    assert.deepEqual(testsIn("let ok = false; try { require('oven'); ok = true } finally { it('last', f) } if (ok) it('ok', f)"), [
      'last',
      'ok',
    ])
  })

  it('ends it all the same where it surely throws', () =>
    assert.deepEqual(
      testsIn("const fail = () => { throw new Error() }\ntry { require('oven'); fail(); it('never', f) } catch { it('caught', f) }"),
      ['caught'],
    ))
})
