import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Dependency } from '../extraction.ts'
import { linkTexts } from '../testing/link-texts.ts'

const TEXTS = {
  'a.test.ts': "import { xs } from './table'\nfor (const x of xs) it(x, () => {})",
  'b.test.ts': "it('b', () => {})",
  'table.ts': "import { one } from './deep/one'\nexport const xs = [one, 'two']",
  'deep/one.ts': "export const one = 'one'",
  'unrelated.ts': 'export const y = 1',
}

const dependenciesOf = (texts: Record<string, string>, path: string): Dependency[] => {
  const linked = linkTexts(texts).linked.get(path)
  assert.ok(linked)
  return linked.dependencies()
}

/** Those of these texts that a file of them depends on. */
const usedOf = (texts: Record<string, string>, path: string): string[] =>
  dependenciesOf(texts, path).flatMap(([used]) => (used in texts ? [used] : []))

describe('what a file was linked with', () => {
  it('is itself, what it imports, and what that imports', () => {
    assert.deepEqual(usedOf(TEXTS, 'a.test.ts'), ['a.test.ts', 'deep/one.ts', 'table.ts'])
  })

  it('is only itself where it imports nothing', () => {
    assert.deepEqual(usedOf(TEXTS, 'b.test.ts'), ['b.test.ts'])
  })

  it('has places that were looked at in vain, since a file there would be found first', () => {
    const texts = { 'a.test.ts': "import { x } from './x.js'\nit(x, () => {})", 'x.ts': "export const x = 'x'" }
    assert.deepEqual(
      dependenciesOf(texts, 'a.test.ts').flatMap(([path, found]) => (path === 'x.js' ? [found] : [])),
      [null],
    )
  })

  it('has the places that were looked at for a package of the workspace, whoever imported that first', () => {
    const texts = {
      'package.json': '{ "workspaces": ["own"], "devDependencies": { "vitest": "4" }, "scripts": { "test": "vitest run --globals" } }',
      'own/package.json': '{ "name": "own" }',
      'own/lib/index.ts': "export const x = 'x'",
      'a/a.test.ts': "import { x } from 'own'\nit(x, () => {})",
      'b/b.test.ts': "import { x } from 'own'\nit(x, () => {})",
    }
    const placesOf = (path: string): string[] => dependenciesOf(texts, path).flatMap(([used]) => (used.startsWith('own/') ? [used] : []))
    assert.ok(placesOf('a/a.test.ts').includes('own/src/index.ts'))
    assert.deepEqual(placesOf('b/b.test.ts'), placesOf('a/a.test.ts'))
  })

  it('has all files of a ring of imports', () => {
    const ring = {
      'a.test.ts': "import { b } from './b'\nit(b, () => {})",
      'b.ts': "import { c } from './c'\nexport const b = c",
      'c.ts': "import { b } from './b'\nexport const c = 'c' || b",
    }
    assert.deepEqual(usedOf(ring, 'a.test.ts'), ['a.test.ts', 'b.ts', 'c.ts'])
  })

  it('has what a plugin brings from elsewhere, whichever of the files around it was linked first', () => {
    const texts = {
      'pytest.ini': '[pytest]',
      'conftest.py': "pytest_plugins = ['plugin']",
      'plugin.py': 'from fixtures import *',
      'fixtures.py': 'import pytest\n@pytest.fixture(params=[1, 2])\ndef number(request):\n    return request.param',
      'test_a.py': 'def test_a(number): pass',
      'test_b.py': 'def test_b(number): pass',
    }
    for (const path of ['test_a.py', 'test_b.py']) assert.deepEqual(usedOf(texts, path), ['conftest.py', 'fixtures.py', 'plugin.py', path])
  })
})

describe('a module that several files import', () => {
  const shared =
    'let made = (name) => it(name, () => {})\nexport const make = (name) => made(name)\nexport const use = (other) => { made = other }'
  const namesIn = (texts: Record<string, string>): string[] =>
    linkTexts({ 'shared.ts': shared, ...texts }).files.flatMap(({ tests }) => tests.map(({ name }) => name))

  it('is to each what it is to it alone, whatever others change in it', () => {
    const texts = {
      'a.test.ts': "import { make, use } from './shared'\nmake('a')\nuse((name) => it('other ' + name, () => {}))\nmake('a')",
      'b.test.ts': "import { make } from './shared'\nmake('b')",
    }
    assert.deepEqual(namesIn(texts), ['a', 'other a', 'b'])
  })

  it('brings the fixtures that it has before any test file is run', () => {
    const { files } = linkTexts({
      'pytest.ini': '[pytest]',
      'conftest.py': 'from helper import *',
      'helper.py': `
import pytest
def made(params):
    @pytest.fixture(params=params)
    def fixture(request): return request.param
    return fixture
number = made([1])
def use(params):
    global number
    number = made(params)
`,
      'test_a.py': 'import helper\nhelper.use([1, 2, 3])\ndef test_a(number): pass',
      'test_b.py': 'def test_b(number): pass',
    })
    const cases = files.flatMap(({ tests }) => tests.map((test) => (test.cases?.kind === 'dynamic' ? null : test.cases?.names)))
    assert.deepEqual(cases, [['test_a[1]'], ['test_b[1]']])
  })
})

describe('the facts of a file', () => {
  const entryOf = (path: keyof typeof TEXTS): { path: string; blob: string } => ({ path, blob: `${path}:${TEXTS[path]}` })

  it('are decoded once, for what it imports and for linking it', () => {
    const { decoded } = linkTexts(TEXTS)
    assert.deepEqual(decoded, ['a.test.ts', 'table.ts', 'deep/one.ts', 'b.test.ts'])
  })

  it('are not decoded to tell again what it imports, nor to foresee what is needed for it', () => {
    const { linker, decoded } = linkTexts(TEXTS)
    const before = decoded.length
    assert.deepEqual(linker.importsOf(entryOf('a.test.ts')), ['table.ts'])
    assert.deepEqual(linker.importsOf(entryOf('b.test.ts')), [])
    assert.deepEqual(linker.importsOf(entryOf('a.test.ts')), ['table.ts'])
    linker.foresee({ entry: entryOf('a.test.ts'), scopes: [] })
    assert.deepEqual(decoded.slice(before), [])
  })
})

describe('a file of which only its place says that it is a test', () => {
  const decodedFor = (text: string): string[] =>
    linkTexts({ 'test/config.js': `import { build } from '../lib/build.js'\n${text}`, 'lib/build.js': 'export const build = (x) => x' })
      .decoded

  it('is not evaluated where all it does is to give names to others', () => {
    for (const text of ['export default build({ a: 1, f: () => {} })', 'export const a = build(1)', "const b = require('../lib/build.js')"])
      assert.deepEqual(decodedFor(text), ['test/config.js'], text)
  })

  it('is where it calls what may declare tests', () => {
    for (const text of [
      'build(1)',
      'if (a) build(1)',
      "const a = build('a', 1)",
      'export default build(() => {})',
      'export const a = [await build(`a`)]',
      "import '../lib/build.js'",
    ])
      assert.deepEqual(decodedFor(text), ['test/config.js', 'lib/build.js'], text)
  })
})

describe('a syntax error', () => {
  const toldOf = (texts: Record<string, string>): string[] => linkTexts(texts).diagnostics.map(({ path, code }) => `${path} ${code}`)

  it('is told of what a configured run takes, and of what is only named like a test where it has words of tests', () => {
    assert.deepEqual(toldOf({ 'a.test.ts': 'const = 1' }), ['a.test.ts syntax-error'])
    assert.deepEqual(toldOf({ 'test/a.js': "it('a', () => {})\nconst = 1" }), ['test/a.js syntax-error'])
  })

  it('is not told of what is only named like a test and has no word of one: input of programs, say', () => {
    assert.deepEqual(toldOf({ 'test/input.js': 'const = 1' }), [])
  })
})

describe('an earlier linking still holds', () => {
  const former = dependenciesOf(TEXTS, 'a.test.ts')
  const allHold = (dependencies: readonly Dependency[], texts: Record<string, string>): boolean => {
    const { linker } = linkTexts(texts)
    return dependencies.every(([path, found]) => linker.holds(path, found))
  }
  const holdsIn = (texts: Record<string, string>): boolean => allHold(former, texts)

  it('where nothing changed, and where something else did', () => {
    assert.equal(holdsIn(TEXTS), true)
    assert.equal(holdsIn({ ...TEXTS, 'unrelated.ts': 'export const y = 2', 'b.test.ts': '', 'c.test.ts': "it('c', () => {})" }), true)
  })

  for (const path of ['a.test.ts', 'table.ts', 'deep/one.ts'])
    it(`but not where ${path} changed, or went`, () => {
      assert.equal(holdsIn({ ...TEXTS, [path]: '// changed' }), false)
      const { [path]: _gone, ...others } = { ...TEXTS } as Record<string, string>
      assert.equal(holdsIn(others), false)
    })

  it('but not where a file came that an import would lead to first', () => {
    const texts = { 'a.test.ts': "import { x } from './x.js'\nit(x, () => {})", 'x.ts': "export const x = 'x'" }
    const found = dependenciesOf(texts, 'a.test.ts')
    assert.equal(allHold(found, texts), true)
    assert.equal(allHold(found, { ...texts, 'x.js': "export const x = 'y'" }), false)
  })
})

describe('the digest of what was found', () => {
  const digestOf = (text: string): string | null | undefined => linkTexts({ 'a.test.ts': text }).linked.get('a.test.ts')?.digest()

  it('is the same for the same tests, and another for others', () => {
    assert.equal(digestOf("it('a', () => {})"), digestOf("it('a', () => {})"))
    assert.notEqual(digestOf("it('a', () => {})"), digestOf("it('b', () => {})"))
  })

  it('is none where there is no test', () => assert.equal(digestOf('export {}'), null))
})

describe('two files that import one', () => {
  it('each have what it declares when it is called, and see it as it is at first', () => {
    const { files } = linkTexts({
      'a.test.ts': "import { next } from './count'\nit(`a${next()}`, () => {})",
      'b.test.ts': "import { declare } from './count'\ndeclare('b')",
      'count.ts': 'let n = 0\nexport const next = () => 1\nexport const declare = (x: string) => it(`${x} declared`, () => {})',
    })
    assert.deepEqual(
      files.flatMap(({ path, tests }) => tests.map(({ name, line, declaredAt }) => [path, name, line, declaredAt ?? null])),
      [
        ['a.test.ts', 'a1', 2, null],
        ['b.test.ts', 'b declared', 2, { path: 'count.ts', line: 3 }],
      ],
    )
  })

  it('each have what it is given by a third that neither has looked at before', () => {
    const { files } = linkTexts({
      'a.test.ts': "import { declare } from './helpers'\ndeclare('a')",
      'b.test.ts': "import { declare } from './helpers'\ndeclare('b')",
      'helpers.ts': "import { declarerOf } from './declarers'\nexport const declare = declarerOf('case')",
      'declarers.ts': 'export const declarerOf = (word: string) => (x: string) => it(`${word} ${x}`, () => {})',
    })
    assert.deepEqual(
      files.flatMap(({ path, tests }) => tests.map(({ name }) => [path, name])),
      [
        ['a.test.ts', 'case a'],
        ['b.test.ts', 'case b'],
      ],
    )
  })
})
