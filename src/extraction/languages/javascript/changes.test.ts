/** What JavaScript programs change where it stands: counters, elements, properties. Each title is what Node gives. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts, testsIn } from '../../testing/link-texts.ts'

const cases = (table: Record<string, [text: string, tests: string[], others?: Record<string, string>]>): void => {
  for (const [what, [text, tests, others]] of Object.entries(table)) it(what, () => assert.deepEqual(testsIn(text, others), tests))
}

describe('a counter', () => {
  cases({
    'behind its name gives what it was': ["let n = 0; for (const x of ['a', 'b']) it(`${n++} ${x}`, f)", ['${n++} ${x} = 0 a | 1 b']],
    'before its name gives what it is now': ['let n = 0; it(`${++n} ${n}`, f); it(`${--n} ${n--} ${n}`, f)', ['1 1', '0 0 -1']],
    'in a condition counts as it did before': ['let i = 2; while (i--) it(`t${i}`, f)', ['t${i} = t1 | t0']],
    'may be a property or a static member': [
      'const o = { c: 0 }; class A { static #c = 0; static next() { return A.#c++ } }; it(`${o.c++} ${o.c} ${A.next()} ${A.next()}`, f)',
      ['0 1 0 1'],
    ],
    'makes a number of a text': ["let s = '5'; it(`${s++} ${s}`, f)", ['5 6']],
  })
})

describe('an assignment', () => {
  cases({
    'finds what it changes once': ['const a = [1, 2]; let i = 0; a[i++] += 10; a[i++]++; it(`${a} ${i}`, f)', ['11,3 2']],
    'adds to what was there before its right side ran': ['let x = 1; const g = () => { x = 5; return 1 }; x += g(); it(`${x}`, f)', ['2']],
    'that gives way to what is there takes properties too': [
      "const o = { b: '' }; o.a ??= 'a'; o.a ??= 'z'; o.b ||= 'b'; o.a &&= o.a + '!'; (o.l ||= []).push(1); (o.l ||= []).push(2); it(`${o.a}${o.b}${o.l}`, f)",
      ['a!b1,2'],
    ],
    'swaps elements': ["const l = ['a', 'b']; [l[0], l[1]] = [l[1], l[0]]; it(`${l}`, f)", ['b,a']],
    'reaches through a cast': ['let x = 1; (x as any) = 2; it(`${x}`, f)', ['2']],
    'of a loop to a name around it leaves its last value': [
      "let x; for (x of ['a', 'b']) {} it(x, f); for (var y in { p: 1 }) {} it(y, f); const gs = []; for (var z of [1, 2]) gs.push(() => z); it(`${gs[0]()}`, f)",
      ['b', 'p', '2'],
    ],
  })
})

describe('an element', () => {
  cases({
    'is set by its number': [
      "const a = [1]; a[0] = 2; it(`a ${a[0]}`, f); const r = []; r[0] = 'x'; r[1] = 'y'; for (const q of r) it(q, f)",
      ['a 2', 'q = x | y'],
    ],
    'of a row is set for its table': ["const rows = [['a'], ['b']]; rows[1][0] = 'z'; it.each(rows)('%s', f)", ['%s = a | z']],
    'goes when the length shrinks': ["const r = ['a', 'b']; r.length = 1; for (const q of r) it(q, f)", ['q = a']],
    'that only may be set is either': ["const a = ['x']; if (process.env.X) a[0] = 'y'; it(a[0], f)", ['a[0]']],
    'under a number that is not known may be any': ["const a = ['x', 'y']; a[process.env.N] = 'z'; it(a[0], f)", ['a[0]']],
    'that is deleted is no fact any more': ["const a = ['x']; delete a[0]; it(a[0], f)", ['undefined']],
  })
})

describe('a list, set or map', () => {
  cases({
    'is filled and copied where it stands': [
      'const q = [1, 2, 3, 4]; q.fill(9, 2); it(`${q}`, f); q.copyWithin(0, 2); it(`${q}`, f); q.fill(0); it(`${q}`, f)',
      ['1,2,9,9', '9,9,9,9', '0,0,0,0'],
    ],
    'gives and takes at its ends and between': [
      "const q = ['a', 'b', 'c']; q.pop(); q.unshift('x', 'y'); it(`${q} ${q.shift()}`, f); q.splice(1, 1); it(`${q}`, f); q.splice(1, 0, 'k'); it(`${q}`, f)",
      ['x,y,a,b x', 'y,b', 'y,k,b'],
    ],
    'that only may be changed is not what it was': [
      "const q = ['a', 'b']; if (process.env.X) q.reverse(), q.shift(); it(q[0], f)",
      ['q[0]'],
    ],
    'has an item of a set once': [
      "const s = new Set(); s.add('a').add('b').add('a'); s.delete('b'); it(`${[...s]} ${s.size}`, f)",
      ['a 1'],
    ],
    'is cleared': ["const s = new Set(['a']); s.clear(); const m = new Map([['k', 1]]); m.clear(); it(`${s.size}${m.size}`, f)", ['00']],
    'has what a map was given last': [
      "const m = new Map(); m.set('a', 1).set(1, 2).set('a', 3); m.delete(1); it(`${m.get('a')} ${m.get(1)} ${m.size}`, f)",
      ['3 undefined 1'],
    ],
  })
})

describe('a property', () => {
  cases({
    'that is deleted is gone': ["const o = { a: 1, b: 2 }; delete o.a; it(`${Object.keys(o)} ${'a' in o}`, f)", ['b false']],
    'that only may be deleted is either': ['const o = { a: 1 }; if (process.env.X) delete o.a; it(`${o.a}`, f)', ['${o.a}']],
    'under a name that is not known may be any': ['const o = { a: 1 }; o[process.env.N] = 2; it(`${o.a}`, f)', ['${o.a}']],
    'of a list is not its elements': ["const r = ['a']; r.foo = 'zz'; it(r.foo, f)", ['r.foo']],
  })
})

describe('a try', () => {
  cases({
    'gives what it returned when its end has run': [
      "const g = () => { try { return 'try' } finally { it('fin', f) } }; it(g(), f)",
      ['fin', 'try'],
    ],
  })
})

describe('a function put in place of what another file or a package gives', () => {
  const found = (set: string): string =>
    `const library = ${set}; const found = []; library.hook = (one) => found.push(one)
    const each = (give) => { if (found.length === 0) throw new Error('none'); for (const one of found) give(one) }
    each((one) => it(one.name, f))`
  cases({
    'may have been called any number of times': [
      found("require('./library')"),
      ['one.name = ?'],
      { 'library.js': 'exports.hook = (one) => one' },
    ],
    'counts where it is a package': [found("require('library')"), ['one.name = ?']],
    'may be called by what a package made': [
      `const { Runner } = require('library'); let ran = false; const runner = new Runner()
      runner.step = () => { ran = true }; runner.go(); if (ran) it('a', f); else it('b', f)`,
      ['a [conditional]', 'b [conditional]'],
    ],
    'declares nothing where it stands': ["const library = require('library'); library.hook = () => { it('a', f) }; it('b', f)", ['b']],
  })
})

describe('what a library fills by a call at its top level', () => {
  const shows = (name: string): string => `import { ${name} } from './shop'\nfor (const one of ${name}) it(one, f)`
  cases({
    'of a function of its own is there': [
      shows('teas'),
      ['one = mint | sage'],
      { 'shop.ts': "const teas = ['mint']\nfunction stock() { teas.push('sage') }\nstock()\nexport { teas }" },
    ],
    'of another file that is given it is there, too': [
      shows('teas'),
      ['one = mint | sage'],
      {
        'shop.ts': "import { stock } from './stock'\nexport const teas = ['mint']\nstock(teas, 'sage')",
        'stock.ts': 'export const stock = (shelf, ...more) => { for (const one of more) shelf.push(one) }',
      },
    ],
    'is not there where it is only filled later': [
      shows('teas'),
      ['one = mint'],
      { 'shop.ts': "export const teas = ['mint']\nasync function stock() { await 1; teas.push('sage') }\nstock()" },
    ],
    'from what the repository lacks may be anything': [
      shows('teas'),
      ['one = ?'],
      {
        'shop.ts':
          "import { made } from './made.generated'\nexport const teas = ['mint']\nfunction stock() { for (const [name] of Object.entries(made)) teas.push(name) }\nstock()",
      },
    ],
  })

  it('of another library is not seen by those who don’t import what fills it', () => {
    const stock = "import { fill } from './stock'\nfill('sage')\nexport const name = 'green'"
    const { files } = linkTexts({
      'a.test.ts': "import { name } from './green'\nimport { teas } from './stock'\nit(name, f)",
      'b.test.ts': "import { teas } from './stock'\nfor (const one of teas) it(one, f)",
      'green.ts': stock,
      'stock.ts': "export const teas = ['mint']\nexport const fill = (tea) => { teas.push(tea) }",
    })
    const [, second] = files
    assert.deepEqual(
      second?.tests.map(({ cases }) => cases),
      [{ kind: 'listed', names: ['mint'] }],
    )
  })
})
