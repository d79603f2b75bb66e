import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

describe('a function that declares', () => {
  it('does so however it is called', () => {
    assert.deepEqual(
      testsIn("it.call(null, 'a', f)\nit.apply(null, ['b', f])\nit.skip.bind(null, 'c')(f)\nReflect.apply(it, null, ['d', f])"),
      ['a', 'b', 'c [skipped]', 'd'],
    )
  })

  it('is shown by the title that reaches it, and gives its cases', () => {
    assert.deepEqual(testsIn("for (const x of ['a', 'b']) it.call(null, `t ${x}`, f)\nit.call(null, unknownName, f)"), [
      't ${x} = t a | t b',
      'unknownName',
    ])
  })
})

describe('the source of a function', () => {
  it('is not known, as a runner may transform it', () => {
    assert.deepEqual(testsIn("class C {}\nit.each([[() => 1], [[() => 2]], [C]])('by %s', f)\nit(`${() => 1}`, f)"), [
      'by %s = by %s | by %s | by %s',
      '${() => 1}',
    ])
  })
})

describe('what may not be there', () => {
  it('is undefined where it is not', () => {
    assert.deepEqual(testsIn('const o = { a: { g() { return 1 } } }\nit(`${o.x?.y} ${o.x?.()} ${o.x?.y()} ${o.x?.[0]} ${o?.a?.g()}`, f)'), [
      'undefined undefined undefined undefined 1',
    ])
  })
})

describe("TypeScript's `this` among the parameters", () => {
  it('says of which type the receiver is and takes no argument', () => {
    assert.deepEqual(
      testsIn(
        'function define(this: unknown, n: number) {\n  if (n > 0) { it(`n ${n}`, f); define(n - 1) }\n}\ndefine(2)\ndescribe("d", function (this: void) { it("a", f) })',
      ),
      ['n 2', 'n 1', 'd > a'],
    )
  })
})

describe('what is gone through by the names of its members', () => {
  it('has the methods of a class by its prototype, in order', () => {
    const text = `class Cases { static no() {} testB() {} helper() {} testA() {} }
      for (const name of Object.getOwnPropertyNames(Cases.prototype).filter((one) => one.startsWith('test'))) it(name, f)
      for (const name of Object.keys(Cases.prototype)) it(name, f)`
    assert.deepEqual(testsIn(text), ['name = testB | testA'])
  })

  it('has what a JSON file holds, which a namespace has under its default too', () => {
    const json = { 'x.json': '{ "b": 1, "a": { "c": 2 } }' }
    assert.deepEqual(testsIn("Object.keys(require('./x.json')).forEach((key) => it(key, f))", json), ['key = b | a'])
    assert.deepEqual(testsIn("import * as x from './x.json'\nfor (const key of Object.keys(x)) it(key, f)", json), [
      'key = a | b | default',
    ])
    assert.deepEqual(testsIn("const { a, ...rest } = require('./x.json')\nit(`${a.c} ${Object.keys(rest)}`, f)", json), ['2 b'])
  })
})
