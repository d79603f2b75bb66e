/** What instances of JavaScript's classes hold. Each title is what Node gives. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../testing/link-texts.ts'

const cases = (table: Record<string, [text: string, tests: string[]]>): void => {
  for (const [what, [text, tests]] of Object.entries(table)) it(what, () => assert.deepEqual(testsIn(text), tests))
}

describe('an instance', () => {
  cases({
    'has fields of its own': [
      'let n = 0; class C { id = ++n; l = []; twice = this.id * 2; add(x) { this.l.push(x); return this } }; it(`${new C().add(1).l} ${new C().add(2).l} ${new C().twice}`, f)',
      ['1 2 6'],
    ],
    'has what the constructors of its bases set': [
      "class B { constructor(t) { this.t = t } n() { return 'b' + this.t } } class D extends B { own = this.t + '!'; constructor() { super('x'); this.u = this.t + 'u' } n() { return 'd' + super.n() } } const d = new D(); it(`${d.u} ${d.n()} ${d.own}`, f)",
      ['xu dbx x!'],
    ],
    'of a class without a constructor is made by that of its base': [
      'class B { constructor(t) { this.t = t } } class D extends B { own = this.t + 1 }; it(`${new D(1).own}`, f)',
      ['2'],
    ],
  })
})

describe('a setter', () => {
  cases({
    'of a class takes what is assigned': [
      'class A { #x = "p"; get x() { return this.#x } set x(v) { this.#x = v + "!" } } const a = new A(); it(a.x, f); a.x = "q"; it(a.x, f)',
      ['p', 'q!'],
    ],
    'without a getter gives nothing': [
      'class C { set v(x) { this.w = x + 1 } } const c = new C(); c.v = 1; const o = { set v(x) { this.w = x + 2 } }; o.v = 1; it(`${c.w} ${c.v} ${o.w} ${o.v} ${Object.keys(o)}`, f)',
      ['2 undefined 3 undefined w'],
    ],
    'that is not there leaves what a getter gives': [
      "const o = { x: 1, get v() { return 'r' + this.x } }; o.v = 2; const c = { ...o, x: 2 }; it(`${o.v} ${c.v}`, f)",
      ['r1 r1'],
    ],
  })
})
