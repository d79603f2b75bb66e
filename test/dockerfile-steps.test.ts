/**
 * Each Dockerfile's steps as plain commands, from a clean copy of the checkout to the process of the image: no container
 * engine is needed, and nothing of this checkout's modules is in that process's reach.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { SERVICES } from '../infra/services.ts'
import { ENCRYPTION_KEY } from './support/analysis-site.ts'
import { buildImage, type BuildContext, type ImageBuild } from './support/image-build.ts'
import { openTestDatabase } from './support/postgres.ts'

const context = fileURLToPath(new URL('..', import.meta.url))
const SECRET = 'hunter2-is-the-password'

/** An image's Node is this run's; npm is the machine's, with what it takes to reach its registry. */
const PATH = [
  dirname(process.execPath),
  ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')),
].join(delimiter)

const NPM = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && /^HOME$|^npm_config_(?:registry|cache|cafile)$|proxy$|cert/i.test(name) ? [[name, value]] : [],
  ),
)

const start = (image: ImageBuild, given: readonly string[], environment: Record<string, string>) => {
  const [command = '', ...rest] = given
  const child = spawn(command, rest, {
    cwd: image.workdir,
    env: { PATH, ...image.environment, XDG_CACHE_HOME: join(image.root, 'cache'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  const exit = (async () => {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, ...output }
  })()
  return { child, exit }
}

describe('the images', { timeout: 200_000 }, () => {
  let folder: string
  const images = new Map<string, ImageBuild>()
  const imageOf = (name: string): ImageBuild => {
    const image = images.get(name)
    assert.ok(image, name)
    return image
  }

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'testimony-images-')))
    const build: BuildContext = { folder, context, environment: { ...NPM, npm_config_prefer_offline: 'true', PATH }, done: new Set() }
    for (const { name } of SERVICES) images.set(name, await buildImage(`infra/${name}/Dockerfile`, build))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const { name, kind } of SERVICES) {
    it(`of ${name} starts from its bundle alone and tells a wrong configuration`, async (t) => {
      const image = imageOf(name)
      for (const step of image.leftOut) t.diagnostic(`left out: ${step}`)
      const given = kind === 'hand-tool' ? ['analysis', 'https://example.org/team/project'] : []
      const environment = { DATABASE_URL: `mysql://root:${SECRET}@db/testimony` }
      const { code, stdout, stderr } = await start(image, [...image.entrypoint, ...given], environment).exit
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, stderr)
      assert.match(stderr, new RegExp(`^${name}: The configuration has [\\s\\S]*DATABASE_URL must be the PostgreSQL to use`))
      assert.doesNotMatch(stderr, new RegExp(SECRET))
    })
  }

  it('hold bundles and the native packages that these name, no sources and no tests', async () => {
    for (const { name } of SERVICES) {
      const present = await readdir(imageOf(name).workdir)
      assert.deepEqual(
        present.filter((file) => !/\.js$|^package(-lock)?\.json$|^LICENCES|^node_modules$|^migrate$/.test(file)),
        [],
        name,
      )
      assert.equal(present.includes('node_modules'), name === 'analyzer', name)
    }
    const packages = await readdir(join(imageOf('analyzer').workdir, 'node_modules'))
    assert.ok(packages.includes('oxc-parser') && !packages.includes('typescript') && !packages.includes('pg'))
  })

  it('migrate a database and work on it', async () => {
    await using database = await openTestDatabase('empty')
    const image = imageOf('analyzer')
    const migration = await start(image, ['node', 'migrate/main.js'], { DATABASE_URL: database.url }).exit
    assert.equal(migration.code, 0, migration.stderr)

    const cache = join(image.root, 'cache')
    const { child, exit } = start(image, image.entrypoint, { DATABASE_URL: database.url, ENCRYPTION_KEY, ANALYZER_CACHE_DIR: cache })
    let seen = ''
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString()
        if (seen.includes('"message":"Ready"')) resolve()
      })
    })
    await Promise.race([ready, exit])
    child.kill('SIGTERM')
    const { code, stdout, stderr } = await exit
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, stdout)
    assert.match(stdout, /"message":"Ready"/)
  })
})
