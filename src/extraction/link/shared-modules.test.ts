import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cpuSeconds } from '../../runtime/testing/cpu-time.ts'
import { linkTexts } from '../testing/link-texts.ts'

describe('what was evaluated while a file was not read', () => {
  const texts = {
    'table.ts':
      "import { one } from './deep/one'\nconst begin = 'the ' + one\nexport const name = begin + ' and ' + begin\nexport const other = 'x'",
    'deep/one.ts': "export const one = 'one'",
    'a.test.ts': "import { name } from './table'\nit(name, () => {})",
    'b.test.ts': "import { name } from './table'\nit(name, () => {})",
    'c.test.ts': "import { other } from './table'\nit(other, () => {})",
  }
  const { linked } = linkTexts(texts, (path, linking) => path === 'deep/one.ts' && linking === 'a.test.ts')
  const hangs = (path: string): boolean | undefined => linked.get(path)?.hangs

  it('is no answer for the files after it, which are linked again', () => {
    assert.deepEqual([hangs('a.test.ts'), hangs('b.test.ts')], [true, true])
    assert.deepEqual([...(linked.get('b.test.ts')?.wanted ?? [])], [])
  })

  it('is no matter for files that ask for something else', () => {
    assert.equal(hangs('c.test.ts'), false)
    assert.equal(linked.get('c.test.ts')?.inventory?.tests[0]?.name, 'x')
  })

  it('is so whatever it was evaluated for', () => {
    const parametrized = "import pytest\nfrom table import cases\n@pytest.mark.parametrize('x', cases)\ndef test_a(x): pass"
    const required = "const { cases } = require('./table')\nit(cases.join(), () => {})"
    const manners: Record<string, string>[] = [
      { 'a_test.py': parametrized, 'table.py': 'from deep import one\ncases = [one]\ncases.append(one)', 'deep.py': "one = 'one'" },
      { 'a_test.py': parametrized, 'table.py': 'from deep import One\nclass Two(One): pass\ncases = [Two]', 'deep.py': 'class One: pass' },
      {
        'a.test.js': required,
        'table.js': "module.exports = { cases: [...require('./deep'), 'last'] }",
        'deep.js': "module.exports = ['one']",
      },
      // After what isn't read there are a thousand steps for the rest of the file.
      {
        'a.test.js': `const { one } = require('./deep')\n${required}`,
        'table.js': 'const cases = []\nfor (let i = 0; i < 900; i++) cases.push(i * 2 + 1)\nexports.cases = cases',
        'deep.js': "exports.one = 'one'",
      },
    ]
    for (const manner of manners) {
      const [first = '', text = ''] = Object.entries(manner)[0] ?? []
      const second = first.replace('a', 'b')
      const python = first.endsWith('.py') ? { 'package.json': '{}', 'pytest.ini': '[pytest]' } : {}
      const { linked } = linkTexts(
        { ...python, ...manner, [second]: text },
        (path, linking) => path.startsWith('deep.') && linking === first,
      )
      assert.deepEqual([linked.get(first)?.hangs, linked.get(second)?.hangs], [true, true], manner['table.py'] ?? manner['table.js'])
    }
  })
})

describe('what a library makes at its top level', () => {
  it('costs none of the files that ask for it, and is what it is whichever asks first', () => {
    const table = Array.from({ length: 30 }, (_, number) => `t${number} = [str(i) for i in range(200)]`).join('\n')
    const names = Array.from({ length: 30 }, (_, number) => `t${number}[${number}]`).join(', ')
    const test = "import pytest\nfrom table import names\n@pytest.mark.parametrize('x', names())\ndef test_x(x): pass"
    const { files } = linkTexts({
      'package.json': '{}',
      'pytest.ini': '[pytest]',
      'table.py': `${table}\ndef names():\n    return [${names}]`,
      'test_a.py': test,
      'test_b.py': test,
    })
    for (const { tests } of files) {
      const [cases] = tests.map((one) => one.cases)
      assert.equal(cases?.kind === 'listed' ? cases.names.length : 0, 30)
    }
  })
})

describe('what both a test file and a library change', () => {
  it('is what the library makes it for the next file', () => {
    const { linked } = linkTexts({
      'table.ts': 'export const xs = []',
      'plugin.ts': "import { xs } from './table'\nexport const plugin = 'plugin'\nxs.push('of a library')",
      'a.test.ts': "import { plugin } from './plugin'\nimport { xs } from './table'\nxs.push('own')\nit(plugin + xs.join(), () => {})",
      'b.test.ts': "import { plugin } from './plugin'\nimport { xs } from './table'\nit(plugin + xs.join(), () => {})",
    })
    assert.deepEqual(linked.get('b.test.ts')?.inventory?.tests[0]?.name, 'pluginof a library')
  })
})

describe('a library that makes very much', () => {
  it('is given up, and costs little more for all that ask', () => {
    const table = Array.from({ length: 60 }, (_, number) => `t${number} = [i + j for i in range(200) for j in range(200)]`).join('\n')
    const names = Array.from({ length: 60 }, (_, number) => `t${number}`).join(', ')
    const test = `import pytest\nfrom table import ${names}\n@pytest.mark.parametrize('x', [len(one) for one in [${names}]])\ndef test_x(x): pass`
    const seconds = cpuSeconds(() =>
      linkTexts({ 'package.json': '{}', 'pytest.ini': '[pytest]', 'table.py': table, 'test_a.py': test, 'test_b.py': test }),
    )
    assert.ok(seconds < 4, `${seconds} s`)
  })
})

describe('what a test file changes in what it imports', () => {
  const casesOf = (texts: Record<string, string>): (readonly string[] | undefined)[] =>
    linkTexts(texts).files.map(({ tests }) => tests.flatMap(({ name, cases }) => (cases?.kind === 'listed' ? cases.names : [name])))

  it('is no matter for the next one, in JavaScript', () => {
    const table =
      'export const list = [1]\nexport const table = { a: 1 }\nexport const map = new Map([["a", 1]])\nexport function f() {}\nf.x = 1\nexport const steps = (function* () { yield 1 })()'
    const shown = 'it(JSON.stringify([list, table, [...map.keys()], f.x, [...steps]]), () => {})'
    const imported = "import { f, list, map, steps, table } from './table'"
    const changes = [
      'list.push(2); list.unshift(0); list.sort((a, b) => b - a); list[0] = 7; list.length = 1',
      'if (process.env.X) list.push(2)',
      'table.b = 2; delete table.a; Object.assign(table, { c: 3 }); Object.defineProperty(table, "d", { value: 4 })',
      'map.set("b", 2); map.delete("a")',
      'f.x = 2; f.y = 3',
      'for (const step of steps) it(`${step}`, () => {})',
    ]
    for (const change of changes) {
      const texts = { 'table.ts': table, 'a.test.ts': `${imported}\n${change}\n${shown}`, 'b.test.ts': `${imported}\n${shown}` }
      const [changed, unchanged] = casesOf(texts)
      assert.notDeepEqual(changed, unchanged, change)
      assert.deepEqual(unchanged, ['[[1],{"a":1},["a"],1,[1]]'], change)
    }
  })

  it('is no matter for the next one, in Python', () => {
    const table = 'class Made:\n    count = 3\nitems = [1]\ntable = {"a": 1}\nseen = {2}'
    const shown =
      'import pytest\n@pytest.mark.parametrize("x", [*items, *table, *seen, Made.count], ids=lambda x: f"<{x}>")\ndef test_x(x): pass'
    const changes = [
      'items.append(8); items.insert(0, 0); items[0] = 7',
      'table["b"] = 2; table.update(c=3); table.setdefault("d", 4); table.pop("a")',
      'del table["a"]',
      'seen.add(8)',
      'Made.count = 8',
      'setattr(Made, "count", 8)',
    ]
    for (const change of changes) {
      const imported = 'from table import Made, items, seen, table'
      const python = { 'package.json': '{}', 'pytest.ini': '[pytest]', 'table.py': table }
      const [changed, unchanged] = casesOf({
        ...python,
        'test_a.py': `${imported}\n${change}\n${shown}`,
        'test_b.py': `${imported}\n${shown}`,
      })
      assert.notDeepEqual(changed, unchanged, change)
      assert.deepEqual(unchanged, ['test_x[<1>]', 'test_x[<a>]', 'test_x[<2>]', 'test_x[<3>]'], change)
    }
  })
})
