import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import type { Snapshot } from '../../source/snapshot.ts'
import type { KnownConfiguration } from '../extraction.ts'
import type { FileFacts } from '../facts/program.ts'
import { FRAMEWORKS } from '../frameworks/index.ts'
import type { ModuleLookup } from '../language.ts'
import { modulePath } from '../languages/javascript/module-path.ts'
import { lowerFile } from '../lower-file.ts'
import { createFileTree } from './file-tree.ts'
import { readConfiguration, type Configuration } from './read-configuration.ts'
import type { ReadFacts } from './read-project.ts'

const TEXTS = {
  'package.json': '{ "devDependencies": { "vitest": "4.1.0" } }',
  'vitest.config.ts': "import { include } from './patterns'\nexport default { test: { include, globals: true } }",
  'patterns.ts': "export const include = ['src/**/*.check.ts']",
  'src/a.check.ts': '',
  'src/a.ts': '',
  'test/a.test.ts': "import { it } from 'vitest'",
}

const never = (): never => {
  throw new Error('Asked for a module, where only its path was wanted')
}

/** The configuration of a repository of these texts, how often it was evaluated, and the facts that were decoded for it. */
const configurationOf = async (
  texts: Record<string, string>,
  known: KnownConfiguration | null = null,
): Promise<Configuration & { evaluated: number; decoded: string[] }> => {
  const entries = Object.keys(texts)
    .toSorted()
    .map((path) => ({ path, blob: `${path}: ${texts[path]}` }))
  const snapshot: Snapshot = {
    identity: { path: '/nowhere' },
    diagnostics: [],
    entries: () => Promise.resolve(entries),
    async *read(wanted) {
      for (const entry of wanted) yield { entry, bytes: new Uint8Array(await new Blob([texts[entry.path] ?? '']).arrayBuffer()) }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const decoded: string[] = []
  const readFacts: ReadFacts = (files) => {
    const facts = new Map(
      files.map(({ entry, language }): [string, FileFacts] => [entry.path, lowerFile(texts[entry.path] ?? '', language)]),
    )
    return Promise.resolve((path) => {
      decoded.push(path)
      return facts.get(path) ?? null
    })
  }
  let evaluated = 0
  const frameworks = FRAMEWORKS.map((framework) => ({
    ...framework,
    scopes: (...given: Parameters<typeof framework.scopes>) => {
      evaluated++
      return framework.scopes(...given)
    },
  }))
  const configuration = await readConfiguration({
    snapshot,
    tree: createFileTree(entries),
    frameworks,
    readFacts,
    known,
    signal: AbortSignal.timeout(30_000),
  })
  return { ...configuration, evaluated, decoded }
}

const takenOf = ({ candidates, scopesOf }: Configuration): [string, string[]][] =>
  [...candidates].map(([path, taking]) => [path, scopesOf(taking).map((scope) => scope.framework)])

describe('what is known of a configuration', () => {
  it('takes the same files by the same scopes, and is not evaluated again, where only contents of others changed', async () => {
    const first = await configurationOf(TEXTS)
    assert.deepEqual(takenOf(first), [
      ['src/a.check.ts', ['vitest']],
      ['test/a.test.ts', ['playwright', 'jest', 'node:test']],
    ])
    const second = await configurationOf({ ...TEXTS, 'src/a.ts': '// changed', 'src/a.check.ts': '// changed' }, first.known)
    assert.deepEqual([takenOf(second), second.evaluated], [takenOf(first), 0])
    assert.deepEqual(second.known, first.known)
  })

  it('is read where it is asked for, and only there', async () => {
    const texts = {
      ...TEXTS,
      'packages/core/package.json': '{ "name": "@shop/core", "main": "./start.js" }',
      'packages/core/start.ts': '',
      'packages/web/package.json': '{ "name": "@shop/web" }',
      'packages/web/test/a.test.ts': '',
      'packages/docs/package.json': '{ "name": "@shop/docs" }',
    }
    const { known } = await configurationOf(texts)
    const nothingRead = await configurationOf(texts, known)
    assert.equal(nothingRead.project.packageJson('packages/web'), null)
    assert.deepEqual(
      nothingRead.project.packageNames.map(({ name }) => name),
      ['@shop/core', '@shop/docs', '@shop/web'],
    )
    const around = await (await configurationOf(texts, known)).readAround(['packages/web/test/a.test.ts'])
    assert.equal(around.project.packageJson('packages/web')?.name, '@shop/web')
    assert.equal(around.project.packageJson('')?.dependencies['vitest'], '4.1.0')
    assert.equal(await around.readMissing(), null)
    const resolve = ({ project }: Configuration): string | null => {
      const lookup: ModuleLookup = {
        project,
        has: project.has,
        list: () => [],
        module: () => never(),
        host: () => undefined,
        once: (_name, find) => find(lookup),
      }
      return modulePath('@shop/core', 'packages/web/test/a.test.ts', lookup)
    }
    assert.equal(resolve(around), null)
    const complete = await around.readMissing()
    assert.equal(complete && resolve(complete), 'packages/core/start.ts')
    assert.equal(complete && (await complete.readMissing()), null)
    assert.equal(complete?.project.text('packages/docs/package.json'), null)
  })

  const changes: Record<string, Record<string, string>> = {
    'a configuration file changed': { 'vitest.config.ts': "export default { test: { include: ['**/*.ts'] } }" },
    'what a configuration file imports changed': { 'patterns.ts': "export const include = ['**/*.ts']" },
    'a manifest changed': { 'package.json': '{}' },
    'a file came': { 'src/b.check.ts': '' },
  }
  for (const [name, change] of Object.entries(changes))
    it(`is read anew where ${name}`, async () => {
      const { known } = await configurationOf(TEXTS)
      const texts = { ...TEXTS, ...change }
      const second = await configurationOf(texts, known)
      assert.ok(second.evaluated > 0)
      assert.deepEqual(takenOf(second), takenOf(await configurationOf(texts)))
    })

  it('is read anew where a file went', async () => {
    const { known } = await configurationOf(TEXTS)
    const { 'src/a.ts': _gone, ...texts } = TEXTS
    assert.ok((await configurationOf(texts, known)).evaluated > 0)
  })

  it('is told to be broken where a file of it is, but not where it is material of tests', async () => {
    const told = async (texts: Record<string, string>): Promise<string[]> =>
      (await configurationOf(texts)).diagnostics.map(({ path, code, message }) => `${path} ${code} ${message.split(';')[0]}`)
    assert.deepEqual(await told(TEXTS), [])
    const broken = 'export default { test: { include: [ }'
    assert.match((await told({ ...TEXTS, 'vitest.config.ts': broken })).join(), /^vitest\.config\.ts syntax-error line 1: [^,]+$/)
    assert.deepEqual(await told({ ...TEXTS, 'package.json': '{\n "scripts": {' }), ['package.json syntax-error line 2: CloseBraceExpected'])
    assert.match((await told({ ...TEXTS, 'pyproject.toml': '[tool.pytest' })).join(), /^pyproject\.toml syntax-error line 1: /)
    assert.deepEqual(await told({ ...TEXTS, 'test/fixtures/vitest.config.ts': broken, 'examples/package.json': '{' }), [])
    assert.deepEqual(await told({ ...TEXTS, 'jest.config.json': '{ /* runs */ "roots": ["src",], }' }), [])
  })
})

test('what one configuration shares with another is read for both, and decoded once, however late it is found', async () => {
  const config = (folder: string): string =>
    `import { endings } from '../endings'\nexport default { test: { include: endings.map((ending) => '**/*.' + ending) } } // ${folder}`
  const configuration = await configurationOf({
    'package.json': '{ "devDependencies": { "vitest": "4.1.0" } }',
    'a/vitest.config.ts': config('a'),
    'b/vitest.config.ts': config('b'),
    'endings.ts': "import { first } from './first'\nexport const endings = [first, first + 'x']",
    'first.ts': "export const first = 'proof.ts'",
    'a/one.proof.ts': '',
    'b/two.proof.tsx': '',
  })
  assert.deepEqual(takenOf(configuration), [
    ['a/one.proof.ts', ['vitest']],
    ['b/two.proof.tsx', ['vitest']],
  ])
  assert.deepEqual(configuration.decoded.toSorted(), ['a/vitest.config.ts', 'b/vitest.config.ts', 'endings.ts', 'first.ts'])
})
