import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { testsIn } from '../testing/link-texts.ts'

/** Texts and what they declare. */
const cases = (table: Record<string, [text: string, tests: string[], others?: Record<string, string>]>): void => {
  for (const [what, [text, tests, others]] of Object.entries(table)) it(what, () => assert.deepEqual(testsIn(text, others), tests))
}

describe('a condition', () => {
  cases({
    'that is known takes one way': ["if (1 < 2) it('a', f)\nelse it('b', f)", ['a']],
    'that is not known takes both, and says so': ["if (process.env.X) it('a', f)\nelse it('b', f)", ['a [conditional]', 'b [conditional]']],
    'around a suite counts for its tests': ["if (process.env.X) describe('s', () => { it('a', f) })", ['s > a [conditional]']],
    'in an expression chooses one function that declares': ["(process.env.X ? it : it.skip)('a', f)", ['a [conditional]']],
    'that is known chooses in an expression': ["(true ? it.skip : it)('a', f)", ['a [skipped]']],
    'by && declares where it may hold': ["process.env.X && it('a', f)\nfalse && it('b', f)\ntrue && it('c', f)", ['a [conditional]', 'c']],
    'by && of something that is nothing never holds': [
      "const o = {}\nif (process.env.X && o.skip) it('a', f)\nelse it('b', f)\nit(`${process.env.X && o.skip}`, f)",
      ['b', '${process.env.X && o.skip}'],
    ],
    'by || and ?? takes the right side where the left gives way': ["const x = undefined ?? 'a'\nconst y = '' || 'b'\nit(x + y, f)", ['ab']],
    'in a switch takes the case that fits, and falls through': [
      "switch ('b') { case 'a': it('a', f); break; case 'b': it('b', f); case 'c': it('c', f); break; default: it('d', f) }",
      ['b', 'c'],
    ],
    'in a switch that is not known takes all': [
      "switch (process.platform) { case 'linux': it('a', f); break; default: it('b', f) }",
      ['a [conditional]', 'b [conditional]'],
    ],
    'leaves a name what it was or became': ["let x = 'a'\nif (process.env.X) x = 'b'\nit(x, f)", ['x']],
    'that always holds says nothing of what follows': ["if (true) {}\nit('a', f)", ['a']],
  })
})

describe('a return', () => {
  cases({
    'ends a function': ["const d = () => { it('a', f); return; it('b', f) }\nd()", ['a']],
    'that may happen makes what follows conditional': [
      "const d = () => { it('a', f); if (process.env.X) return; it('b', f) }\nd()\nit('c', f)",
      ['a', 'b [conditional]', 'c'],
    ],
    'of one of two values is either': ["const n = () => { if (process.env.X) return 'a'; return 'b' }\nit(n(), f)", ['n()']],
    'that may happen in a turn of a loop is not forgotten after it': [
      "const n = () => { for (let i = 0; i < 3; i++) { if (process.env.X) return 'a' } return 'b' }\nit(n(), f)",
      ['n()'],
    ],
    'in a suite leaves the suite': ["describe('s', () => { if (true) return; it('a', f) })\nit('b', f)", ['b']],
    'behind a guard that throws is what it is': ["const n = (x) => { if (!x) throw new Error(); return x }\nit(n('a'), f)", ['a']],
  })
})

describe('what is thrown', () => {
  cases({
    'by a helper where nothing catches it leaves what the helper was given to be called any number of times': [
      "const found = []\nconst each = (give) => { if (found.length === 0) throw new Error('none'); for (const one of found) give(one) }\neach((one) => { it('a', f) })\nit('b', f)",
      ['a = ?', 'b'],
    ],
    'by what is waited for, or under a condition, leaves nothing to be called': [
      "const load = async (give) => { throw new Error('x') }\nload(() => { it('never', f) }).catch(() => {})\nif (process.env.BROKEN) ((give) => { throw new Error('x') })(() => { it('never', f) })\nit('b', f)",
      ['b'],
    ],
    'is what its handler is given': [
      "const fail = (x) => { throw new TypeError(`no ${x}`) }\nlet said = 'nothing'\ntry { fail('tea'); it('never', f) } catch (e) { said = `${e.name}: ${e.message}` }\nit(said, f)\ntry { throw { code: 'E1' } } catch ({ code }) { it(code, f) }",
      ['TypeError: no tea', 'E1'],
    ],
    'goes on to the next handler, by way of what has to be done at the end': [
      "const t = () => { try { throw new Error('a') } catch (e) { throw new Error('b', { cause: e }) } finally { it('end', f) } }\ntry { t() } catch (e) { it(e.message + e.cause.message, f) }",
      ['end', 'ba'],
    ],
    'may be what decides about a value': [
      "const valid = (s) => { try { JSON.parse(s); return 'valid' } catch { return 'invalid' } }\nit(valid('{}'), f)\nit(valid('{'), f)\nconst has = () => { try { probe(); return 'yes' } catch { return 'no' } }\nit(has(), f)",
      ['valid', 'invalid', 'has()'],
    ],
    'in the body of a test is none of the business of the file around': [
      "import { it } from 'node:test'\ntry { it('a', (t) => { if (true) { if (false) t.skip(); throw new Error() } }) } catch { it('never', f) }\nit('b', f)",
      ['a', 'b'],
    ],
  })
})

describe('a block', () => {
  cases({
    'is left by its label, and what comes after it runs': ["b: { it('in', f); break b; it('never', f) }\nit('after', f)", ['in', 'after']],
    'that may be left makes the rest of it conditional': [
      "b: { if (process.env.X) break b; it('in', f) }\nit('after', f)",
      ['in [conditional]', 'after'],
    ],
    'may be a switch, a try or a branch with a label': [
      "s: switch (1) { case 1: for (const x of ['a', 'b']) { it(x, f); break s } }\nt: try { break t } finally { it('finally', f) }\ni: if (true) { break i; it('never', f) }\nit('after', f)",
      ['x = a', 'finally', 'after'],
    ],
    'that ends in a try which may have ended before has run': [
      "const d = () => { try { if (process.env.X) return; it('a', f) } finally { it('b', f) } it('c', f) }\nd()",
      ['a [conditional]', 'b', 'c [conditional]'],
    ],
  })
})

describe('a loop', () => {
  cases({
    'over a list gives cases': ["for (const x of ['a', 'b']) it(`t ${x}`, f)", ['t ${x} = t a | t b']],
    'over entries, keys and values of an object gives cases': [
      'for (const [k, v] of Object.entries({ a: 1, b: 2 })) it(`${k}=${v}`, f)\nfor (const k in { c: 3 }) it(k, f)',
      ['${k}=${v} = a=1 | b=2', 'k = c'],
    ],
    'with a counter gives cases': ['for (let i = 0; i < 3; i++) it(`t ${i}`, f)', ['t ${i} = t 0 | t 1 | t 2']],
    'with while gives cases': ['let i = 2\nwhile (i > 0) { it(`t ${i}`, f); i-- }', ['t ${i} = t 2 | t 1']],
    'over what is not known is dynamic': ['for (const x of read()) it(`t ${x}`, f)', ['t ${x} = ?']],
    'whose end is not known is dynamic': ['for (let i = 0; i < Number(process.env.N); i++) it(`t ${i}`, f)', ['t ${i} = ?']],
    'leaves by break and goes on by continue': [
      "for (const x of ['a', 'b', 'c', 'd']) { if (x === 'b') continue; if (x === 'd') break; it(x, f) }",
      ['x = a | c'],
    ],
    'leaves an outer one by its label': [
      "outer: for (const x of ['a', 'b']) for (const y of [1, 2]) { if (y === 2) continue outer; it(`${x}${y}`, f) }",
      ['${x}${y} = a1 | b1'],
    ],
    'is left from inside of another by its label': [
      "outer: for (const x of ['a', 'b']) { for (const y of [1, 2]) { if (y === 2) break outer; it(`${x}${y}`, f) } it('never', f) }\nit('after', f)",
      ['${x}${y} = a1', 'after'],
    ],
    'goes on by any of its labels': [
      "a: b: for (let i = 0; i < 2; i++) { while (true) { if (i < 1) continue a; it(`t${i}`, f); continue b } }\nit('after', f)",
      ['t${i} = t1', 'after'],
    ],
    'that may end with a turn says so of what comes after': [
      "for (const x of ['a', 'b']) { it(x, f); if (process.env.X) break }\nit('after', f)",
      ['x = a', 'x [conditional] = b', 'after'],
    ],
    'that is left one way or the other may go on behind it': [
      "const d = () => { for (const x of ['a', 'b']) { it(x, f); if (process.env.X) break; else return } it('after', f) }\nd()",
      ['x = a', 'after [conditional]'],
    ],
    'in a loop gives all cases': [
      "for (const x of ['a', 'b']) for (const y of [1, 2]) it(`${x}${y}`, f)",
      ['${x}${y} = a1 | a2 | b1 | b2'],
    ],
    'around suites gives each of them': ["['a', 'b'].forEach((x) => describe(x, () => it('t', f)))", ['a > t', 'b > t']],
    'that never ends ends': ["it('a', f)\nfor (;;) {}\nit('b', f)", ['a', 'b']],
    'that pushes to what it visits ends': ["const xs = [1]\nfor (const x of xs) xs.push(x)\nit('a', f)", ['a']],
    'by a function of the list gives cases': [
      "['a', 'b'].map((x) => x + x).filter((x) => x !== 'bb').forEach((x) => it(x, f))",
      ['x = aa'],
    ],
  })
})

describe('a name', () => {
  cases({
    'that is shadowed declares nothing': ["const run = (it) => it('no test', f)\nrun((x) => x)\nit('a', f)", ['a']],
    'given to another declares as well': [
      "const check = it\ncheck('a', f)\nconst { only, skip: no } = it\nno('b', f)",
      ['a', 'b [skipped]'],
    ],
    'of var reaches out of its block': ["{ var t = 'a' }\nit(t, f)", ['a']],
    'of let stays in its block': ["const t = 'a'\n{ const t = 'b'; it(t, f) }\nit(t, f)", ['b', 'a']],
    'of a function is known before it stands there': ["d('a')\nfunction d(x) { it(x, f) }", ['a']],
    'of a default, a rest and a pattern is bound': [
      "const d = ({ a, ...r }, [b, ...s] = [2, 3], c = 'c') => it([a, b, c, r.z, s[0]].join(), f)\nd({ a: 1, z: 9 })",
      ['1,2,c,9,3'],
    ],
  })
})

describe('a function that declares', () => {
  cases({
    'declares once a call': ["const d = (x) => it(`has ${x}`, f)\nd('a')\nd('b')", ['has a', 'has b']],
    'may be given the function that it declares with': ["const d = (t, x) => t(x, f)\nd(it, 'a')\nd(it.skip, 'b')", ['a', 'b [skipped]']],
    'may give a function that declares': ["const d = (p) => (x) => it(`${p} ${x}`, f)\nd('p')('a')", ['p a']],
    'may call itself as long as it says': ['const d = (n) => { if (n > 0) { it(`t${n}`, f); d(n - 1) } }\nd(2)', ['t2', 't1']],
    'that calls itself forever ends': ["const d = (n) => { d(n + 1) }\nd(0)\nit('a', f)", ['a']],
    'may be a method, its getter or what it inherits': [
      "class B { t(x) { it(`${this.p} ${x}`, f) } get p() { return 'p' } }\nclass A extends B { t(x) { super.t(x); it('own', f) } static s() { it('static', f) } }\nnew A().t('a')\nA.s()",
      ['p a', 'own', 'static'],
    ],
    'may use what its constructor set': ["class A { constructor(x) { this.x = x } t() { it(this.x, f) } }\nnew A('a').t()", ['a']],
    'may ask for all that it was given': [
      "function d() { it([...arguments].join() + Array.prototype.slice.call(arguments, 1).length, f) }\nd('a', 'b')",
      ['a,b1'],
    ],
    'may be found under a computed name': ["const o = { ['do' + 'it']: (x) => it(x, f) }\no['doit']('a')", ['a']],
    'is entered where something unknown is given it': [
      "thing.each((x) => { it('a', f) })\nother(() => { it('b', f) })",
      ['a = ?', 'b [conditional]'],
    ],
  })
})

describe('another file', () => {
  cases({
    'gives constants and tables': [
      "import { xs, default as d } from './t'\nimport * as all from './t'\nfor (const x of xs) it(x, f)\nit(d, f)\nit(all.one, f)",
      ['x = a | b', 'd', 'one'],
      { 't.ts': "export const xs = ['a', 'b']\nexport default 'd'\nexport const one = 'one'" },
    ],
    'gives what it has from others': [
      "import { x, y, ns } from './t'\nit(x, f)\nit(y, f)\nit(ns.x, f)",
      ['x', 'y', 'x'],
      {
        't.ts': "export * from './u'\nexport { z as y } from './u'\nexport * as ns from './u'",
        'u.ts': "export const x = 'x'\nexport const z = 'y'",
      },
    ],
    'gives functions that declare, which stand where they are called': [
      "import { d } from './t'\nd('a')",
      ['a'],
      { 't.ts': 'export const d = (x: string) => it(x, () => {})' },
    ],
    'is asked by require as by import': [
      "const { x } = require('./t')\nconst t = require('./t')\nconst c = require('./c')\nit(x, f)\nit(t.default, f)\nit(c('a'), f)\nit(c.y, f)",
      ['x', 'd', 'A', 'y'],
      { 't.ts': "export const x = 'x'\nexport default 'd'", 'c.js': "module.exports = (x) => x.toUpperCase()\nmodule.exports.y = 'y'" },
    ],
    'of CommonJS is imported': ["import c, { x } from './c.js'\nit(c.x, f)\nit(x, f)", ['x', 'x'], { 'c.js': "exports.x = 'x'" }],
    'of JSON is a table': [
      "import xs from './x.json'\nconst ys = require('./x')\nfor (const x of xs) it(x, f)\nfor (const y of ys) it(y, f)",
      ['x = a | b', 'y = a | b'],
      { 'x.json': '["a", "b"]' },
    ],
    'may import this one': [
      "import { x } from './t'\nexport const y = 'y'\nit(x, f)",
      ['x'],
      { 't.ts': "import { y } from './a.test'\nexport const x = 'x'\nexport const z = y" },
    ],
    'may be in a ring with a third': [
      "import { a } from './b'\nit(a(), f)",
      ['ab'],
      {
        'b.ts': "import { b } from './c'\nexport const a = () => 'a' + b()",
        'c.ts': "import { a } from './b'\nexport const b = () => 'b'\nexport const c = () => a()",
      },
    ],
    'that takes long to set up costs this one nothing': [
      "import { make } from './big'\nconst thing = make()\nit('a', f)",
      ['a'],
      {
        'big.ts':
          'export const make = () => { let n = 0; for (let i = 0; i < 1e9; i++) { for (let j = 0; j < 1e9; j++) n += j } return n }',
      },
    ],
    'that is not there is unknown': ["import { x } from './nowhere'\nit(x, f)\nit('a', f)", ['x', 'a']],
  })
})

describe('any program', () => {
  const name = fc.constantFrom('a', 'b', 'it', 'describe', 'xs', 'o')
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      name,
      fc.constantFrom(
        '1',
        "'t'",
        'undefined',
        'this',
        '[1, 2]',
        '{ a: 1 }',
        'process.env.X',
        'super.x',
        'new.target',
        '() => it',
        'function* () { yield 1 }',
      ),
      fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => `(${left}) + (${right})`),
      fc.tuple(tie('expression'), tie('expression')).map(([callee, argument]) => `(${callee})(${argument}, () => { ${argument} })`),
      fc.tuple(tie('expression'), name).map(([object, property]) => `(${object})?.${property}`),
      fc.tuple(name, tie('expression')).map(([target, value]) => `(${target} = ${value})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([test, then, otherwise]) => `(${test}) ? (${then}) : (${otherwise})`),
      tie('expression').map((value) => `{ get a() { return ${value} } }.a`),
    ),
  }))
  const statement = fc.oneof(
    expression.map((value) => `;(${value})`),
    fc.tuple(name, expression).map(([target, value]) => `var ${target} = ${value}`),
    fc.tuple(name, expression).map(([target, value]) => `for (const ${target} of ${value}) { xs.push(${target}); it('t', () => {}) }`),
    expression.map((value) => `while (${value}) { it('t', () => {}); a += 1 }`),
    fc.tuple(name, expression).map(([target, value]) => `function ${target}(o) { return ${value} }`),
    fc
      .tuple(name, expression)
      .map(([target, value]) => `class ${target} extends (${value}) { m() { return super.m() } static x = ${value} }`),
    expression.map((value) => `try { throw ${value} } catch { it('c', () => {}) } finally { it('f', () => {}) }`),
    expression.map((value) => `switch (${value}) { case ${value}: it('x', () => {}); default: it('y', () => {}) }`),
  )

  it('is evaluated to an end, by itself the same each time', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), (statements) => {
        const text = `let xs = [], o = {}\n${statements.join('\n')}\nit('last', () => {})`
        assert.deepEqual(testsIn(text), testsIn(text))
      }),
      { numRuns: 40 },
    )
  })
})
