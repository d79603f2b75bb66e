import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

/** The names of what is declared when this text hands them to `t`. */
const named = (text: string): string[] => testsIn(`const names = []\nconst t = (n) => names.push(n)\n${text}\nit(names.join(' '), f)`)

describe('a loop over what is changed while it goes on', () => {
  it('comes to what is put in, and to what stands in a place by then', () => {
    assert.deepEqual(named("const q = ['a']; for (const x of q) { if (x.length < 3) q.push(x + 'b'); t(x) }"), ['a ab abb'])
    assert.deepEqual(named('const l = [1, 2, 3]; for (const x of l) { if (x === 2) l.shift(); t(x) }'), ['1 2'])
    assert.deepEqual(named('const l = [1, 2]; for (const x of l) { l[1] = 5; t(x) }'), ['1 5'])
  })

  it('comes in sets and maps to what is left or put in, and to nothing twice', () => {
    assert.deepEqual(named('const s = new Set([1, 2, 3]); for (const x of s) { s.delete(x); if (x === 1) s.delete(2).add; t(x) }'), ['1 3'])
    assert.deepEqual(named("const s = new Set(['a']); s.forEach((x, key) => { s.add('b'); t(x + key) })"), ['aa bb'])
    assert.deepEqual(named("const m = new Map([['a', 1], ['b', 2]]); for (const [k, v] of m) { m.delete('b'); m.set('c', 3); t(k + v) }"), [
      'a1 c3',
    ])
  })

  it('comes by forEach no further than the list went at first', () => {
    assert.deepEqual(named('const l = [1, 2, 3]; l.forEach((x, at) => { if (at === 0) { l[1] = 7; l.push(8) } t(x) })'), ['1 7 3'])
    assert.deepEqual(named('const l = [1, 2, 3]; l.forEach((x) => { if (x === 1) l.splice(0, 1); t(x) })'), ['1 3'])
  })

  it('comes to what may be put in under a condition, and ends where that goes on', () =>
    assert.deepEqual(testsIn("const l = ['a']; for (const x of l) { if (process.env.X) l.push('b'); it(`n ${x}`, f) }"), [
      'n ${x} = ?',
      'n ${x} [conditional] = n b',
    ]))

  it('may come to what stands behind where some may be taken out', () => {
    const takes = (how: string): string[] =>
      testsIn(`const l = ['a', 'b', 'c']; for (const x of l) { it(\`n ${'${x}'}\`, f); if (process.env.X) l.${how} }`)
    for (const how of ['pop()', 'shift()', 'splice(l.indexOf(x), 1)'])
      assert.deepEqual(takes(how), ['n ${x} = ?', 'n ${x} [conditional] = n b | n c'])
    assert.deepEqual(testsIn("const s = new Set(['a', 'b']); for (const x of s) { it(`n ${x}`, f); if (process.env.X) s.delete(x) }"), [
      'n ${x} = n a',
      'n ${x} [conditional] = n b',
    ])
  })

  it('comes in sets again to what is taken out and put in again', () => {
    assert.deepEqual(
      named("const s = new Set(['a', 'b']); for (const x of s) { t(x); if (x === 'a') { s.delete(x); s.add(x) } else break }"),
      ['a b'],
    )
    assert.deepEqual(
      named("let n = 0; const s = new Set(['a', 'b', 'c']); for (const x of s) { t(x + n); if (n++ < 3) { s.delete(x); s.add(x) } }"),
      ['a0 b1 c2 a3 b4 c5'],
    )
  })
})
