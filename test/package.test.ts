/**
 * The package as others get it: what `npm pack` makes, installed into an empty folder from the registry, without this
 * checkout's modules in reach.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))
const INSTALLATION = 200_000

/** Without what `npm test` put there: neither its configuration nor the checkout's commands. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_|^INIT_CWD$/i.test(name))),
  HOME: homedir(),
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter),
  NO_COLOR: '1',
}

interface Outcome {
  code: number
  out: string
  err: string
}

const run = (program: string, given: string[], cwd: string, env: NodeJS.ProcessEnv = environment): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(program, given, { cwd, env, timeout: INSTALLATION, maxBuffer: 2 ** 26 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err })
    })
  })

const succeed = async (program: string, given: string[], cwd: string): Promise<string> => {
  const { code, out, err } = await run(program, given, cwd)
  assert.equal(code, 0, `${program} ${given.join(' ')}\n${out}\n${err}`)
  return out
}

const SAMPLE = {
  'calculator.test.ts': `import { describe, test } from 'vitest'
describe('calculator', () => {
  test('adds', () => {})
  test.skip('divides', () => {})
})
`,
  'test_clock.py': `import unittest
class TestClock(unittest.TestCase):
    def test_ticks(self):
        pass
`,
  'clock_test.go': `package clock
import "testing"
func TestTicks(t *testing.T) {}
`,
  'go.mod': 'module example.org/clock\n',
}

const CONSUMER = `import { scan, SourceError, STATUSES, type InventoryJson, type ScanOptions } from 'testimony'

const options: ScanOptions = { signal: AbortSignal.timeout(60_000), threads: 1 }
const inventory: InventoryJson = await scan('sample', options)
const skipped: number = inventory.totals.byStatus.skipped
const names: string[] = inventory.files.flatMap((file) => file.suites.flatMap((suite) => suite.tests.map((test) => test.name)))
const refused = await scan('nowhere').catch((error: unknown) => (error instanceof SourceError ? error.code : String(error)))
console.log(JSON.stringify({ schema: inventory.schema, tests: inventory.totals.tests, skipped, names, refused, statuses: STATUSES.length }))

// @ts-expect-error a target is a path or a URL
export const wrong = () => scan(1)
`

describe('the package', { timeout: 2 * INSTALLATION }, () => {
  let folder: string
  let older: string | undefined
  const command = (): string => join(folder, 'node_modules', '.bin', 'testimony')

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'testimony-package-')))
    await succeed('npm', ['pack', '--silent', '--pack-destination', folder], root)
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    const tarball = join(folder, `${manifest.name}-${manifest.version}.tgz`)
    await succeed('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', tarball], folder)
    await mkdir(join(folder, 'sample'))
    for (const [name, text] of Object.entries(SAMPLE)) await writeFile(join(folder, 'sample', name), text)
    const found = await run('node', ['--print', 'process.version'], folder)
    if (found.code === 0 && Number.parseInt(found.out.slice(1), 10) < 24) older = found.out.trim()
  })
  after(() => rm(folder, { recursive: true, force: true }))

  /** On the Node of this run, whatever the PATH has. */
  const onThisNode = (given: string[]): Promise<Outcome> => run(process.execPath, [command(), ...given], folder)

  it('holds the program and neither sources nor tests', async () => {
    const files = await succeed('tar', ['--list', '--file', `${manifest.name}-${manifest.version}.tgz`], folder)
    const unwanted = files
      .split('\n')
      .filter((path) => (path.endsWith('.ts') && !path.endsWith('.d.ts')) || /\.test\.|\/(?:fixtures|testing)\//.test(path))
    assert.deepEqual(unwanted, [])
    for (const wanted of ['LICENSE', 'README.md', 'bin/testimony.js']) assert.ok(files.includes(`package/${wanted}\n`), wanted)
  })

  it('has all that its documents point at', async () => {
    const home = join(folder, 'node_modules/testimony')
    const documents = (await readdir(home, { recursive: true })).filter((path) => path.endsWith('.md') && !path.startsWith('dist'))
    assert.ok(documents.length > 10)
    for (const path of documents) {
      const text = await readFile(join(home, path), 'utf8')
      for (const [, link = ''] of text.matchAll(/\]\((?![a-z]+:)([^)#\s]+)/g))
        assert.ok(existsSync(join(home, dirname(path), link)), `${link} in ${path}`)
    }
  })

  it('installs a command that knows its version', async () => {
    const { code, out } = await onThisNode(['--version'])
    assert.equal(out.trim(), manifest.version)
    assert.equal(code, 0)
  })

  it('lists the tests of a folder, in three languages, with parser threads and native grammars', async () => {
    const { code, out, err } = await onThisNode(['scan', 'sample', '--format', 'json'])
    assert.equal(code, 0, err)
    const { totals } = JSON.parse(out)
    assert.deepEqual(totals.byLanguage, { go: 1, python: 1, typescript: 2 })
    assert.equal(totals.byStatus.skipped, 1)
  })

  it('ends with the exit codes of the command line', async () => {
    assert.equal((await onThisNode(['scan', 'nowhere'])).code, 4)
    assert.equal((await onThisNode(['scan', '--no-such-option'])).code, 2)
  })

  for (const name of ['inventory', 'specification']) {
    it(`publishes the schema of testimony.${name}/1`, async () => {
      const path = await succeed(process.execPath, ['--print', `require.resolve('testimony/${name}.schema.json')`], folder)
      const schema = JSON.parse(await readFile(path.trim(), 'utf8'))
      assert.equal(schema.properties.schema.const, `testimony.${name}/1`)
    })
  }

  it('gives TypeScript programs a typed scan, and nothing in its types that they lack', async () => {
    await writeFile(join(folder, 'consumer.ts'), CONSUMER)
    const options = {
      strict: true,
      module: 'nodenext',
      target: 'esnext',
      lib: ['esnext', 'dom'],
      types: [],
      noEmit: true,
      skipLibCheck: false,
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }))
    await succeed(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', folder], folder)
  })

  it('scans as a library', async () => {
    await writeFile(join(folder, 'consumer.ts'), CONSUMER)
    const out = await succeed(process.execPath, ['consumer.ts'], folder)
    assert.deepEqual(JSON.parse(out), {
      schema: 'testimony.inventory/1',
      tests: 4,
      skipped: 1,
      names: ['adds', 'divides', 'test_ticks'],
      refused: 'path-not-found',
      statuses: 5,
    })
  })

  it('is there for CommonJS too', async () => {
    const program = `require('testimony').scan('sample').then(({ totals }) => console.log(totals.tests))`
    assert.equal(await succeed(process.execPath, ['--input-type=commonjs', '--eval', program], folder), '4\n')
  })

  it('goes on with the bundled Node when the one on the PATH is older', async (t) => {
    if (older === undefined) return t.skip('the Node on the PATH is new enough, or there is none')
    const { code, out, err } = await run(command(), ['scan', 'sample', '--format', 'json'], folder)
    assert.equal(code, 0, err)
    assert.equal(JSON.parse(out).totals.tests, 4)
    assert.equal((await run(command(), ['scan', 'nowhere'], folder)).code, 4)
  })

  it('tells a library user with an older Node what to do', async (t) => {
    if (older === undefined) return t.skip('the Node on the PATH is new enough, or there is none')
    const { code, err } = await run('node', ['--input-type=module', '--eval', `import 'testimony'`], folder)
    assert.notEqual(code, 0)
    assert.match(err, /testimony needs Node 24 or newer as a library/)
  })
})
