import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { languageOf } from '../languages.ts'
import { submoduleName } from '../languages/python/imported-modules.ts'
import { lowerFile } from '../lower-file.ts'
import { createForeseenFiles } from './foreseen-files.ts'

/** `./name`, `.name` and `name` lead to the text of that name. */
const pathOf = (source: string, texts: Record<string, string>): string | null =>
  Object.keys(texts).find((path) => path.replace(/\.\w+$/, '') === source.replace(/^\.\/?/, '').replaceAll('.', '/')) ?? null

/** Which files are told, each time after those told before were read. */
const toldFor = (texts: Record<string, string>, path: string, name: string): string[][] => {
  const read = new Set<string>()
  const factsOf = (at: string) => lowerFile(texts[at] ?? '', languageOf(at) ?? 'text')
  const foreseen = createForeseenFiles({
    facts: (at) => (read.has(at) ? factsOf(at) : null),
    isSettled: (at) => read.has(at),
    resolve: (source, from, inside) =>
      inside === undefined ? pathOf(source, texts) : from.endsWith('.py') ? pathOf(submoduleName(source, inside), texts) : null,
  })
  foreseen.seek(path, name)
  const rounds: string[][] = []
  for (let told = foreseen.take(); told.length > 0; told = foreseen.take()) {
    rounds.push(told.toSorted())
    for (const one of told) {
      read.add(one)
      foreseen.settled(one)
    }
  }
  return rounds
}

describe('files that a name will ask for', () => {
  it('are those that it is exported through, and no others that its module imports', () => {
    const texts = {
      'index.ts': "export { area as size } from './shapes'\nexport { other } from './other'",
      'shapes.ts': "import { area } from './area'\nimport { unused } from './unused'\nexport { area }",
      'area.ts': 'export const area = 1',
      'other.ts': '',
      'unused.ts': '',
    }
    assert.deepEqual(toldFor(texts, 'index.ts', 'size'), [['index.ts'], ['shapes.ts'], ['area.ts']])
  })

  it('are those that all names come from where the module has none of its own, and not else', () => {
    const texts = {
      'index.ts': "export * from './a'\nexport * from './b'\nexport const own = 1",
      'a.ts': '',
      'b.ts': "export const far = 'far'",
    }
    assert.deepEqual(toldFor(texts, 'index.ts', 'far'), [['index.ts'], ['a.ts', 'b.ts']])
    assert.deepEqual(toldFor(texts, 'index.ts', 'own'), [['index.ts']])
  })

  it('are those that a class is derived from and a value is made of, and not those that bodies of functions name', () => {
    const texts = {
      'm.ts': `import { Base } from './base'\nimport { table } from './table'\nimport { late } from './late'
        const part = [table, () => late]
        export class Case extends Base { rows = part; run() { late() } }
        export const call = () => late()`,
      'base.ts': 'export class Base {}',
      'table.ts': 'export const table = []',
      'late.ts': 'export const late = 1',
    }
    assert.deepEqual(toldFor(texts, 'm.ts', 'Case'), [['m.ts'], ['base.ts', 'table.ts']])
    assert.deepEqual(toldFor(texts, 'm.ts', 'call'), [['m.ts']])
  })

  it('are those that are required', () => {
    const texts = { 'm.js': "const { x } = require('./x')\nconst y = require('./y')\nexports.z = () => y", 'x.js': '', 'y.js': '' }
    assert.deepEqual(toldFor(texts, 'm.js', '*'), [['m.js'], ['x.js', 'y.js']])
  })

  it('are modules in a package of Python, whatever the package itself says of the name', () => {
    const texts = {
      'm.py': 'from shop import cart\nfrom shop.prices import Tax\ntry:\n    import fast\nexcept ImportError:\n    fast = None',
      'shop/cart.py': '',
      'shop/prices.py': '',
      'fast.py': '',
    }
    assert.deepEqual(toldFor(texts, 'm.py', '*'), [['m.py'], ['fast.py', 'shop/cart.py', 'shop/prices.py']])
  })

  it('are found in bounded time where many names are made of one value, or come from many files', () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `a${at}`)
    const one = {
      'm.ts': `import { last } from './last'\nexport const [${names.join()}] = [${names.map(() => '0').join()}, last]`,
      'last.ts': '',
    }
    assert.deepEqual(toldFor(one, 'm.ts', '*'), [['m.ts'], ['last.ts']])
    const files = Array.from({ length: 150 }, (_, at) => `f${at}.ts`)
    const text = [...files.map((file) => `export * from './${file.slice(0, -3)}'`), ...files.map((_, at) => `export { n${at} }`)].join('\n')
    const all = Object.fromEntries([...files.map((file): [string, string] => [file, text]), ['m.ts', text]])
    assert.deepEqual(toldFor(all, 'm.ts', '*'), [['m.ts'], files.toSorted()])
  })

  it('are told once, of rings of imports too', () => {
    const ring = { 'a.ts': "export { x } from './b'", 'b.ts': "export { x } from './a'" }
    assert.deepEqual(toldFor(ring, 'a.ts', 'x'), [['a.ts'], ['b.ts']])
  })
})
