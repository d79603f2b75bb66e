import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const cases = (table: Record<string, [text: string, tests: string[], others?: Record<string, string>]>): void => {
  for (const [what, [text, tests, others]] of Object.entries(table)) it(what, () => assert.deepEqual(testsIn(text, others), tests))
}

describe('a form of the language is what it does:', () => {
  cases({
    'class fields, static blocks and private names': [
      "class A { p = 'p'; #q = 'q'; static { it('block', f) } static s = 's'; t() { it(this.p + this.#q, f) } }\nnew A().t()\nit(A.s, f)",
      ['block', 'pq', 's'],
    ],
    'static blocks that fill what stands before them, and private names that are asked for': [
      "class A { static #x = 'x'; static cases = []; static { for (const c of ['a', 'b']) A.cases.push(c + A.#x) } static has(o) { return #p in o } #p = 1 }\nfor (const c of A.cases) it(c, f)\nit(`${A.has(new A())} ${A.has({})}`, f)",
      ['c = ax | bx', 'true false'],
    ],
    'classes of errors, and what something is an instance of': [
      "class Lost extends Error { constructor(x) { super(`lost ${x}`); this.name = 'Lost' } }\nclass A {}\nclass B extends A {}\nconst e = new Lost('key')\nit(`${typeof e.stack}${Object.keys(new Error('x'))} ${e} ${e instanceof Error} ${new B() instanceof A} ${new A() instanceof B} ${[] instanceof Array} ${new Map() instanceof Map}`, f)\nit(`${unknown instanceof A}`, f)",
      ['string Lost: lost key true true false true true', '${unknown instanceof A}'],
    ],
    'what made something': [
      "class A {}\nfor (const x of [{ a: 1 }, [2], 'x', 3, /r/, () => 1, new Map(), new Date(0), new A(), { constructor: A }]) it(`${x.constructor === Object} ${x.constructor.name}`, f)\nit(`${unknown.constructor === Object} ${{}.valueOf}`, f)",
      [
        '${x.constructor === Object} ${x.constructor.name} = true Object | false Array | false String | false Number | false RegExp | false Function | false Map | false Date | false A | false A',
        '${unknown.constructor === Object} ${{}.valueOf}',
      ],
    ],
    'what says by itself how it is gone through': [
      'class Range { constructor(a, b) { this.a = a; this.b = b } *[Symbol.iterator]() { for (let i = this.a; i < this.b; i++) yield i } }\nfor (const n of new Range(1, 3)) it(`n${n}`, f)\nconst two = { [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i >= 2, value: i++ }) } } }\nit([...two].join(), f)',
      ['n${n} = n1 | n2', '0,1'],
    ],
    'generators, each thing of which is taken once': [
      "function* g() { yield 'a'; yield 'b'; yield 'c' }\nconst one = g()\nit(one.next().value, f)\nfor (const x of one) it(x, f)\nfor (const x of one) it(x, f)",
      ['a', 'x = b | c'],
    ],
    'traces of errors, which only a run has': [
      "const [, at = ''] = new Error('x').stack.split('\\n')\nif (at.includes('here')) it(`in ${at}`, f)",
      ['in ${at} [conditional]'],
    ],
    'methods of one of two values, known or not': [
      "const mode = process.env.MODE ?? ''\nif (mode.includes('x')) it('a', f)\nconst name = process.env.X ? 'ab' : 'cd'\nit(name.toUpperCase(), f)\nif (name.startsWith('ab')) it('b', f)\nif (name.endsWith('z')) it('c', f)",
      ['a [conditional]', 'name.toUpperCase()', 'b [conditional]'],
    ],
    'enums whose members are made of others': ['enum E { A = 1 << 2, B = A | 1 }\nit(`${E.A} ${E.B} ${E[5]}`, f)', ['4 5 B']],
    'what is done for nothing': ["void (() => { it('a', f) })()\nit(`${void 0}`, f)", ['a', 'undefined']],
    'integers of any size': ['it(`${10n + 1n} ${2n ** 70n} ${7n / 2n} ${5n > 3}`, f)', ['11 1180591620717411303424 3 true']],
    'parameters that are properties': [
      "class A { constructor(private readonly x: string, public y = 'y') {} t() { it(this.x + this.y, f) } }\nnew A('x').t()",
      ['xy'],
    ],
    'chains that end where there is nothing': [
      "const o = { a: { b: 0 } }\nit(`${o.z?.y.x.w} ${o.a?.b ?? 'x'} ${o.f?.().g ?? 'none'}`, f)",
      ['undefined 0 none'],
    ],
    'getters, wherever they are asked': [
      "const o = { get x() { return 1 } }\nObject.defineProperty(o, 'y', { get: () => 2, enumerable: true })\nit(`${Object.entries(o)} ${o.y} ${o['x']}`, f)\nconst p = new Proxy({}, { get: (t, k) => `no ${k}` })\nit(p.tea, f)",
      ['x,1,y,2 2 1', 'no tea'],
    ],
    'titles that are long, as far as they are shown': [`it(['${'a'.repeat(400)}', unknown].join(), f)`, [`['${'a'.repeat(298)}`]],
    'optional chaining': ["const o = { it }\no?.it?.('a', f)\nnull?.it('b', f)\nundefined?.x.y('c', f)", ['a']],
    enums: ["enum E { A, B = 5, C, D = 'd' }\nit(`${E.A} ${E.B} ${E.C} ${E.D}`, f)\nit(E[5], f)", ['0 5 6 d', 'B']],
    namespaces: ["namespace N { export const t = 'a'; export namespace M { export const u = 'b' } }\nit(N.t + N.M.u, f)", ['ab']],
    'namespaces with dots in their names': ["namespace A.B { export const t = 'a'\nit('inside', f) }\nit(A.B.t, f)", ['inside', 'a']],
    'exported namespaces': ["import { N } from './t'\nit(N.t, f)", ['a'], { 't.ts': "export namespace N { export const t = 'a' }" }],
    'import by an equals sign': [
      "import t = require('./t')\nimport x = t.x\nit(t.x, f)\nit(x, f)",
      ['x', 'x'],
      { 't.ts': "export const x = 'x'" },
    ],
    'export by an equals sign': ["import t = require('./t')\nit(t.x, f)", ['x'], { 't.ts': "const o = { x: 'x' }\nexport = o" }],
    'attributes of imports': ["import xs from './x.json' with { type: 'json' }\nit(xs[0], f)", ['a'], { 'x.json': '["a"]' }],
    'types alone': [
      "import type { it as no } from 'x'\nimport { type A, b } from './t'\ntype T = { a: string }\ninterface I {}\ndeclare const z: string\nabstract class C { abstract m(): void }\nit(<string>b as const satisfies string, f)\nit(b!, f)",
      ['b', 'b'],
      { 't.ts': "export type A = 1\nexport const b = 'b'" },
    ],
    'functions that make objects': [
      "function Shape(kind) { this.kind = kind }\nShape.prototype.name = function () { return 'a ' + this.kind }\nconst made = new Shape('ring')\nit(made.name(), f)\nfunction Other() { return { kind: 'other' } }\nit(new Other().kind + typeof Shape, f)\nit(made.colour, f)",
      ['a ring', 'otherfunction', 'made.colour'],
    ],
    'objects made from others': [
      "const base = { kind: 'base', get label() { return 'the ' + this.kind } }\nconst made = Object.create(base)\nmade.kind = 'made'\nit(made.label, f)",
      ['the made'],
    ],
    'a module that is a list': [
      "for (const x of require('./list')) it(x, f)\nit([...require('./list'), 'c'].join(), f)",
      ['x = a | b', 'a,b,c'],
      { 'list.js': "module.exports = ['a', 'b']" },
    ],
    'a declaration that is also what a module gives': [
      "const lib = require('./lib')\nit(lib.list.join() + typeof require('./lib').Lib + typeof require('./call'), f)",
      ['a,bfunctionfunction'],
      {
        'lib.js': "function Lib(list) { this.list = list }\nLib.prototype.Lib = Lib\nconst lib = module.exports = new Lib(['a', 'b'])",
        'call.js': 'module.exports = function call() {}',
      },
    ],
    'functions handed to a program that may call them later': [
      "import { listen } from './source/server'\nlisten(0, () => { it('inside', f) })",
      ['inside [conditional]'],
      { 'source/server.ts': 'const waiting = []\nexport const listen = (port, done) => { waiting.push(done) }' },
    ],
    'functions handed to one of several that a program may have made': [
      "import { server } from './source/server'\nserver.listen(0, () => { it('inside', f) })",
      ['inside [conditional]'],
      {
        'source/server.ts':
          'const waiting = []\nexport const server = { listen: process.env.TLS ? (port, done) => { waiting.push(done) } : (port, done) => { waiting.unshift(done) } }',
      },
    ],
    'a program that does more than is followed, whatever words it has': [
      "const App = require('./source/app')\nconst app = new App(8)\nit('after', f)",
      ['after'],
      {
        'source/app.js':
          'function App(depth) { for (const t of [1, 2, 3, 4, 5, 6, 7, 8, 9]) { t.use(depth); if (depth > 0) new App(depth - 1) } }\nmodule.exports = App',
      },
    ],
    'a program whose methods fill what tests are made of, called for nothing else': [
      "import { Rules, register, known } from './source/rules.js'\nregister('a')\nfor (const name in new Rules({ b: 1, c: 0 }).all) it(name, f)\nfor (const name of known) it(name, f)",
      ['name = b', 'name = a'],
      {
        'source/rules.js':
          'export const known = []\nexport const register = (name) => { known.push(name) }\nexport class Rules {\n  all = {}\n  constructor(given) { for (const [name, rule] of Object.entries(given)) this.add(name, rule) }\n  add(name, rule) { if (!rule) return\n    this.all[name] = rule }\n}',
      },
    ],
    decorators: ["const d = (c: any) => c\n@d class A { @d t() {} static n = 'n' }\nit(A.n, f)", ['n']],
    using: ["{ using r = open(); it('a', f) }\nawait using s = open()\nit('b', f)", ['a', 'b']],
    'template literals and their tags': [
      'const t = (s, ...v) => s[0] + v[0]\nit(`a${1 + 1}b`, f)\nit(t`x${1}`, f)\nit(String.raw`\\n`, f)',
      ['a2b', 'x1', String.raw`\n`],
    ],
    spread: [
      "const a = ['x', 'y']\nconst o = { p: 1 }\nit([...a, 'z'].join(''), f)\nit(JSON.stringify({ ...o, q: 2 }), f)\nit(...['s', f])",
      ['xyz', '{"p":1,"q":2}', 's'],
    ],
    'getters and computed keys of objects': ["const k = 'b'\nconst o = { [k]: 'c', 'd e': 'f' }\nit(o.b, f)\nit(o['d e'], f)", ['c', 'f']],
    'await at the top and in bodies': ["const t = await 'a'\nit(t, f)\nfor await (const x of ['b']) it(x, f)", ['a', 'x = b']],
    'assignments that are logical': ["let a = null\na ??= 'a'\nlet b = 'b'\nb ||= 'c'\nlet c = 'c'\nc &&= 'd'\nit(a + b + c, f)", ['abd']],
    'sequences, void and typeof': [
      "it((1, 'a'), f)\nit(typeof 'x', f)\nit(String(void 0), f)\nit([typeof Promise, typeof Proxy, typeof Math, typeof Symbol.iterator, typeof require].join(), f)",
      ['a', 'string', 'undefined', 'function,function,object,symbol,function'],
    ],
    'numbers, big ones and other bases': [
      'it(`${0x10} ${1_000} ${1e21} ${10n} ${0.1 + 0.2} ${-0}`, f)',
      ['16 1000 1e+21 10 0.30000000000000004 0'],
    ],
    'a file that may run by itself': [
      "if (import.meta.vitest) { const { it: t } = import.meta.vitest; t('inside', f) }\nit('a', f)",
      ['inside', 'a'],
    ],
  })
})

describe('a function of the library', () => {
  cases({
    'of strings': [
      "it(['a-b'.toUpperCase(), 'x'.padStart(3, '.'), 'a,b'.split(',')[1], ' t '.trim(), 'abc'.slice(-2), 'ab'.repeat(2), 'aXa'.replace('X', 'y')].join(' '), f)",
      ['A-B ..x b t bc abab aya'],
    ],
    'of lists': [
      "const xs = [3, 1, 2]\nit([xs.length, xs.includes(2), xs.indexOf(1), xs.at(-1), [[1], [2]].flat().join(), xs.slice(1).concat([9]).join('')].join(' '), f)",
      ['3 true 1 2 1,2 129'],
    ],
    'of expressions, with names and places of what they find, one after the other': [
      "const m = 'v12.3'.match(/v(?<major>\\d+)/)\nit(`${m.groups.major} ${m.index}`, f)\nconst pair = /(\\w)=(\\d)/g\nlet found\nwhile ((found = pair.exec('a=1,b=2'))) it(`${found[1]}:${found[2]}`, f)\nit('2020-01'.replace(/(?<y>\\d+)-\\d+/, (...all) => all.at(-1).y), f)\nconst s = /a/g\nit(`${s.test('a')} ${s.test('a')} ${s.lastIndex}`, f)",
      ['12 0', '${found[1]}:${found[2]} = a:1 | b:2', '2020', 'true false 0'],
    ],
    'called on something else than what has it': [
      "for (const k in { a: 1 }) if (Object.prototype.hasOwnProperty.call({ a: 1 }, k)) it(k, f)\nit([].slice.call(['x', 'y'], 1).join() + [].concat.apply(['p'], [['q'], ['r']]).join('') + Object.prototype.toString.call([]), f)",
      ['k = a', 'ypqr[object Array]'],
    ],
    'that look for an item from either end, or replace some': [
      "const xs = [5, 1, 4]\nit([xs.findLast((x) => x > 1), xs.findIndex((x) => x === 4), xs.lastIndexOf(1), xs.with(0, 9).join(''), xs.toSpliced(0, 1).join(''), xs.reduceRight((a, b) => a + '-' + b), Object.groupBy(xs, (x) => (x % 2 ? 'odd' : 'even')).odd.join('')].join(' '), f)\nit([...new Set([1, 2]).union(new Set([3]))].join(), f)",
      ['4 2 1 914 14 4-1-5 51', '1,2,3'],
    ],
    'of numbers as a locale that is named writes them': [
      "it(`${(1234.5).toLocaleString('en-US')} ${new Intl.NumberFormat('en-US', { style: 'percent' }).format(0.5)}`, f)\nit(`${(1234.5).toLocaleString()}`, f)",
      ['1,234.5 50%', '${(1234.5).toLocaleString()}'],
    ],
    'of dates that no time zone changes': [
      "it(`${new Date(2020, 0, 2).getFullYear()} ${new Date('2020-01-02T03:04:05Z').getUTCHours()} ${Date.UTC(1970, 0, 2)} ${new Date('x').getTime()}`, f)\nit(`${new Date('2020-01-02T03:04:05Z').getHours()}`, f)\nit(`${new Date(2020, 0, 2).toISOString()}`, f)",
      ['2020 3 86400000 NaN', "${new Date('2020-01-02T03:04:05Z').getHours()}", '${new Date(2020, 0, 2).toISOString()}'],
    ],
    'of JSON with what goes through it': [
      "class P { constructor(x) { this.x = x } toJSON() { return { p: this.x } } }\nclass Q { y = 1; get z() { return 2 } }\nit(JSON.stringify([new P(1), new Q()]), f)\nit(JSON.stringify({ r: /x/g }), f)\nit(JSON.stringify({ a: 1, b: 2 }, ['a']) + JSON.stringify({ a: 1 }, (k, v) => (k ? v + 1 : v)) + JSON.parse('[1]', (k, v) => (k ? v + 1 : v)), f)",
      ['[{"p":1},{"y":1}]', '{"r":{}}', '{"a":1}{"a":2}2'],
    ],
    'of symbols': [
      "const s = Symbol('hey')\nconst o = { [s]: 'x', a: 1 }\nit(s.description + String(s) + (Symbol.for('k') === Symbol.for('k')) + o[s] + JSON.stringify(o), f)",
      ['heySymbol(hey)truex{"a":1}'],
    ],
    'that sort': [
      "it([3, 1, 2].sort().join('') + [3, 1, 2].toSorted((a, b) => b - a).join('') + ['a', 'b'].reverse().join(''), f)",
      ['123321ba'],
    ],
    'that go through lists': [
      "it([1, 2, 3].reduce((a, b) => a + b, 0) + ' ' + [1, 2].some((x) => x > 1) + ' ' + [1, 2].find((x) => x > 1) + ' ' + [1, 2].flatMap((x) => [x, x]).join(''), f)",
      ['6 true 2 1122'],
    ],
    'of objects': [
      'const o = Object.freeze({ a: 1 })\nit(Object.keys(o).join() + Object.values(Object.assign({}, o, { b: 2 })).join(), f)\nfor (const [k] of Object.entries({ c: 1 })) it(k, f)',
      ['a1,2', 'k = c'],
    ],
    'that make lists': [
      "Array.from({ length: 2 }, (_, i) => i + 1).forEach((i) => it(`n${i}`, f))\n;[...Array(2).keys()].forEach((i) => it(`k${i}`, f))\nnew Array(2).fill('z').forEach((z) => it(z, f))",
      ['n${i} = n1 | n2', 'k${i} = k0 | k1', 'z = z | z'],
    ],
    'of maps and sets': [
      "for (const [k, v] of new Map([['a', 1]])) it(`${k}${v}`, f)\nfor (const n of new Map([[2, 'b'], [1, 'a']]).keys()) it(`${n + 1}`, f)\nnew Set(['x', 'x', 'y']).forEach((x) => it(x, f))",
      ['${k}${v} = a1', '${n + 1} = 3 | 2', 'x = x | y'],
    ],
    'of lodash': [
      "import { range, times } from 'lodash'\nimport _ from 'lodash-es'\ntimes(2, (n) => it(`t${n}`, f))\nrange(2).forEach((n) => it(`r${n}`, f))\n_.each({ a: 1 }, (v, k) => it(k + v, f))\n_.unknown(1, () => it('u', f))",
      ['t${n} = t0 | t1', 'r${n} = r0 | r1', 'k + v = a1', 'u [conditional]'],
    ],
    'that gives the text of errors without a message or a name': [
      "it(`${new TypeError()} ${Object.assign(new Error('lost'), { name: '' })} ${new Error('x')}`, f)",
      ['TypeError lost Error: x'],
    ],
    'of the descriptors of what an object has, by which another is made': [
      "class Pot { constructor(n) { this.n = n; Object.defineProperty(this, 'secret', { value: 1 }) } get big() { return this.n + 1 } say() { return `pot ${this.n}` } }\nconst one = new Pot(2)\nconst d = Object.getOwnPropertyDescriptors(one)\nd.n.value = 5\nconst copy = Object.create(Object.getPrototypeOf(one), d)\nit(`${copy.say()} ${copy.big} ${copy instanceof Pot} ${Object.keys(copy)} ${Object.keys(d)} ${copy.secret}`, f)\nconst plain = { a: 1, get b() { return this.a + 1 } }\nconst { a, b } = Object.getOwnPropertyDescriptors(plain)\nit(`${a.value} ${a.enumerable} ${typeof b.get} ${b.value}`, f)\nconst other = Object.create({}, Object.getOwnPropertyDescriptors(plain))\nother.a = 4\nit(`${other.b} ${Object.keys(other)}`, f)",
      ['pot 5 6 true n n,secret 1', '1 true function undefined', '5 a,b'],
    ],
    'of objects with descriptors, whose hidden properties are not gone through': [
      "const o = { a: 1 }\nObject.defineProperty(o, 'b', { value: 2 })\nObject.defineProperties(o, { c: { enumerable: true, get() { return this.a + 2 } } })\nit(Object.keys(o).join() + o.b + o.c + Object.hasOwn(o, 'b'), f)",
      ['a,c23true'],
    ],
    'of JSON, of which what is made like a text or a number has its own': [
      "class Name extends String {}\nclass Word extends Name {}\nclass Lost extends Error {}\nit(JSON.stringify(new Word('x')), f)\nit(JSON.stringify(new (class extends Number {})(1)), f)\nit(JSON.stringify([new Map(), new (class extends Map {})()]), f)",
      ["JSON.stringify(new Word('x'))", 'JSON.stringify(new (class extends Number {})(1))', '[{},{}]'],
    ],
    'that tells where the repository lies is told as it is written': [
      "import path from 'node:path'\nimport { fileURLToPath } from 'node:url'\nconst here = path.join(__dirname, 'data')\nit(here, f)\nit(`in ${here}`, f)\nit.each([[here], ['x']])('of %s', f)\nit(path.relative(__dirname, here) + path.basename(fileURLToPath(new URL('./b c', import.meta.url))).length, f)\nit('/repository/data', f)",
      ['here', 'in ${here}', 'of %s = of %s | of x', 'data3', '/repository/data'],
    ],
    'of JSON, and copies that share nothing': [
      'const o = JSON.parse(\'{"a":[1,null]}\')\nconst copy = structuredClone(o)\ncopy.a.push(2)\nit(`${o.a.length} ${copy.a.length}`, f)\nit(JSON.parse(text), f)',
      ['2 3', 'JSON.parse(text)'],
    ],
    'of Node with a list that it fixes': [
      "import { METHODS, STATUS_CODES } from 'node:http'\nconst { EOL } = require('os')\nit(`${METHODS.includes('GET')} ${STATUS_CODES[404]} ${JSON.stringify(EOL)} ${process.allowedNodeEnvironmentFlags.has('--throw-deprecation')}`, f)",
      ['true Not Found "\\n" true'],
    ],
    'of Node that makes text of values': [
      "import util from 'node:util'\nit(util.inspect({ a: [1, 'b'] }) + util.format('%s=%d', 'x', 2), f)\nit(util.inspect(value), f)",
      ["{ a: [ 1, 'b' ] }x=2", 'util.inspect(value)'],
    ],
    'that reads folders and JSON files of the repository': [
      "import fs from 'node:fs'\nimport path from 'node:path'\nfor (const name of fs.readdirSync(path.join(__dirname, 'data'))) it(name, f)\nfor (const entry of fs.readdirSync('./data', { withFileTypes: true })) if (entry.isDirectory()) it(entry.name, f)\nit(JSON.parse(fs.readFileSync(new URL('./data/one.json', import.meta.url), 'utf8')).title, f)\nit(fs.existsSync('./nowhere') ? 'a' : 'b', f)",
      ['name = inner | one.json', 'entry.name = inner', 'One', "fs.existsSync('./nowhere') ? 'a' : 'b'"],
      { 'data/one.json': '{ "title": "One" }', 'data/inner/two.json': '[]' },
    ],
    'that reads texts of the repository, and makes values of YAML': [
      "import fs from 'node:fs'\nimport { parse } from 'yaml'\nfor (const line of fs.readFileSync('./data/lines.txt', 'utf8').trim().split('\\n')) it(line, f)\nfor (const { name } of parse(fs.readFileSync('./data/list.yaml', 'utf8'))) it(name, f)",
      ['line = first | second', 'name = yam'],
      { 'data/lines.txt': 'first\nsecond\n', 'data/list.yaml': '- name: yam\n' },
    ],
    'that gives a promise of what it gives': [
      "const { xs } = await import('./t').then((m) => m.default)\nfor (const x of xs) it(x, f)\nPromise.resolve(['late']).then((all) => all.forEach((x) => it(x, f)))",
      ['x = a', 'x [conditional] = late'],
      { 't.ts': "export default { xs: ['a'] }" },
    ],
    'of paths that takes them apart': [
      "import path from 'node:path'\nit(path.parse('/a/b.c.ts').name + path.isAbsolute('/a') + path.format({ name: 'x', ext: '.y' }), f)",
      ['b.ctruex.y'],
    ],
    'of paths, as packages have it, too': [
      "import { join } from 'pathe'\nimport upath from 'upath'\nimport browser from 'path-browserify'\nit(join('a', './b') + upath.dirname('/c/d') + browser.extname('e.f'), f)",
      ['a/b/c.f'],
    ],
    'of paths': [
      "import path from 'node:path'\nit(path.basename('/a/b.ts', '.ts') + path.extname('x.js') + path.basename(__filename) + path.basename(import.meta.url), f)",
      ['b.jsa.test.tsa.test.ts'],
    ],
  })
})
