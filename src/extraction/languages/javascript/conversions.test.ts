/** What JavaScript makes of values where it needs a key or a text, and of instances that say otherwise. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const nameOf = (expression: string, before = ''): string[] => testsIn(`${before}\nit(String(${expression}), f)`)

describe('a key that is no text', () => {
  it('is the text of it, but in a map', () => {
    assert.deepEqual(nameOf('Object.keys(o)', 'const o = {}; o[[1, 2]] = 0; o[{}] = 0; o[true] = 0; o[null] = 0; o[2n] = 0'), [
      '2,1,2,[object Object],true,null',
    ])
    assert.deepEqual(nameOf("o['3,4'] + o[[5]] + o.false", "const o = { [[3, 4]]: 'a', 5: 'b', [false]: 'c' }"), ['abc'])
    assert.deepEqual(nameOf('m.get(true) + m.has("true")', "const m = new Map([[true, 'a']])"), ['afalse'])
  })
})

describe('an instance', () => {
  it('shows nothing of what is private', () =>
    assert.deepEqual(nameOf('Object.keys(new A())', 'class A { #p = 1; q = this.#p; get p() { return this.#p } }'), ['q']))

  it('is what its constructor returns where that is an object', () => {
    assert.deepEqual(nameOf('new A().x', "class A { constructor() { this.x = 'own'; return { x: 'other' } } }"), ['other'])
    assert.deepEqual(nameOf('new A().x', "class A { constructor() { this.x = 'own'; return 1 } }"), ['own'])
  })

  it('has no text that is told where it says otherwise how it is converted', () => {
    const unknown = ['String(new A() + "")']
    assert.deepEqual(nameOf('new A() + ""', 'class A { toString() { return "a" } [Symbol.toPrimitive]() { return "b" } }'), unknown)
    assert.deepEqual(nameOf('new A() + ""', 'class A { toString() { return "a" } valueOf() { return 5 } }'), unknown)
    assert.deepEqual(nameOf('`${new A()}`', 'class A { toString() { return "a" } valueOf() { return 5 } }'), ['a'])
    assert.deepEqual(nameOf('{} instanceof A', 'class A { static [Symbol.hasInstance]() { return true } }'), ['String({} instanceof A)'])
  })
})

describe('asking null for anything', () => {
  it('goes on where it is caught', () => {
    assert.deepEqual(testsIn("try { null.x; it('a', f) } catch { it('b', f) }"), ['b'])
    assert.deepEqual(testsIn("const n = null; try { const { x } = n; it('a', f) } catch { it('b', f) }\nit(`${n?.x}`, f)"), [
      'b',
      'undefined',
    ])
  })
})
