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
