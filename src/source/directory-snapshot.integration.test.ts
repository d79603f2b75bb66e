import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { chmod, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'

import { makeBlob, makeRepository, temporaryFolder, writeFiles } from './testing/git-fixture.ts'
import { fifoMissing, makeFifo } from './testing/make-fifo.ts'
import { assertRefused, codesOf, contentsOf, open, pathsOf, patience, textsOf } from './testing/read-snapshot.ts'

test('all files but what tools put there, with the ids that git gives them', async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'plain')
  await writeFiles(root, {
    'a.test.ts': 'a',
    'sub/b.test.py': 'b',
    empty: '',
    'node_modules/x/x.test.js': 'x',
    'sub/node_modules/y/y.test.js': 'y',
    'myenv/pyvenv.cfg': '',
    'myenv/lib/test_lib.py': 'lib',
    '__pycache__/c.pyc': 'c',
    '.git/config': 'no repository',
    '.hg/store': 'x',
    'vendor/v.test.ts': 'vendored',
  })
  await using snapshot = await open(root)
  assert.deepEqual(snapshot.identity, { path: root })
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'a', 'sub/b.test.py': 'b', empty: '', 'vendor/v.test.ts': 'vendored' })
  const repository = join(folder.path, 'repository')
  await makeRepository(repository, {})
  for (const { path, blob } of await snapshot.entries(patience())) {
    const text = path === 'empty' ? '' : path === 'a.test.ts' ? 'a' : path === 'vendor/v.test.ts' ? 'vendored' : 'b'
    assert.equal(blob, await makeBlob(repository, text), path)
  }
})

test('what .gitignore files leave out is left out, by git’s own rules', async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, {
    '.gitignore': 'dist/\n*.log\n!keep.log\n/only-root.ts\n',
    'dist/a.test.js': 'a',
    'sub/dist/b.test.js': 'b',
    'x.log': 'x',
    'keep.log': 'k',
    'only-root.ts': 'r',
    'sub/only-root.ts': 's',
    'sub/.gitignore': 'local\n',
    'sub/local': 'l',
    local: 'kept',
    'we"ird\n.log': 'w',
  })
  await using snapshot = await open(folder.path)
  assert.deepEqual(await pathsOf(snapshot), ['.gitignore', 'keep.log', 'local', 'sub/.gitignore', 'sub/only-root.ts'])
})

test('links, FIFOs, sockets and devices are never opened', { skip: fifoMissing }, async () => {
  await using folder = await temporaryFolder()
  const root = join(folder.path, 'root')
  await writeFiles(folder.path, { 'outside/secret.test.ts': 'secret', 'root/a.test.ts': 'a' })
  await symlink(join(folder.path, 'outside'), join(root, 'out'))
  await symlink(join(folder.path, 'outside', 'secret.test.ts'), join(root, 'secret.test.ts'))
  await symlink('.', join(root, 'loop'))
  await symlink('../root', join(root, 'again'))
  await symlink('nowhere', join(root, 'broken'))
  await mkdir(join(root, 'sub'))
  await symlink('..', join(root, 'sub', 'up'))
  await writeFiles(root, { '.gitignore': 'ignored.ts\n', 'ignored.ts': 'i', 'other/ignored.ts': 'i', 'sub/b.test.ts': 'b' })
  makeFifo(join(root, 'fifo.test.ts'), join(root, '.gitattributes'), join(root, 'sub', '.gitignore'))
  const server = createServer().listen(join(root, 'socket.test.ts'))
  await once(server, 'listening')
  try {
    await using snapshot = await open(root)
    assert.deepEqual(await textsOf(snapshot), { '.gitignore': 'ignored.ts\n', 'a.test.ts': 'a', 'sub/b.test.ts': 'b' })
    assert.deepEqual(codesOf(snapshot), ['symlinks-not-followed', 'special-files-not-read'])
    assert.match(snapshot.diagnostics[0]?.message ?? '', /6 of them/)
    assert.match(snapshot.diagnostics[1]?.message ?? '', /4 of them/)
  } finally {
    server.close()
  }
})

/** By short moves, since no path of that length can be named; in a process of its own, which nothing else shares a folder with. */
const DIG = `
for (let depth = 0; depth < 2100; depth++) {
  fs.mkdirSync('d', { recursive: true })
  process.chdir('d')
}
fs.writeFileSync('deep.test.ts', '')
`

test('a folder deeper than any path may be is read as far as the system opens paths', async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, { 'top.test.ts': 'top', 'd/d/d/low.test.ts': 'low' })
  execFileSync(process.execPath, ['--eval', DIG], { cwd: folder.path })
  await using snapshot = await open(folder.path)
  const texts = await textsOf(snapshot)
  assert.deepEqual(texts, { 'top.test.ts': 'top', 'd/d/d/low.test.ts': 'low' })
  assert.deepEqual(codesOf(snapshot), ['path-too-long'])
  execFileSync('rm', ['-rf', join(folder.path, 'd')])
})

test('names that are no UTF-8 are listed under their own paths and read', async () => {
  await using folder = await temporaryFolder()
  const names = [Buffer.from([0x61, 0xff]), Buffer.from('a\\xff'), Buffer.from('new\nline'), Buffer.from([0x64, 0xfe])]
  for (const name of names) await writeFile(Buffer.concat([Buffer.from(`${folder.path}/`), name]), name)
  const inside = Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from([0xf0, 0x9f])])
  await mkdir(inside)
  await writeFile(Buffer.concat([inside, Buffer.from('/x')]), 'x')
  const texts = await contentsOf(folder.path)
  assert.deepEqual(Object.keys(texts).sort(), ['\\xf0\\x9f/x', 'a\\x5cxff', 'a\\xff', 'd\\xfe', 'new\nline'].sort())
  assert.equal(texts['a\\x5cxff'], 'a\\xff')
})

test('a file past the limit is told only by whoever wants to read it, and is not read to be listed', async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, { 'a.test.ts': 'a', 'big.bin': '' })
  // A hole of 1 GiB, which takes no room on the disk.
  await truncate(join(folder.path, 'big.bin'), 1024 * 1024 * 1024)
  await using snapshot = await open(folder.path)
  const entries = await snapshot.entries(patience())
  assert.deepEqual(snapshot.diagnostics, [])
  assert.deepEqual(
    entries.map(({ path }) => path),
    ['a.test.ts', 'big.bin'],
  )
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'a' })
  assert.deepEqual(
    snapshot.diagnostics.map(({ path, code }) => [path, code]),
    [['big.bin', 'file-too-large']],
  )
})

test('a directory of more bytes or files than the limit is told', async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, { a: 'x'.repeat(600), b: 'x'.repeat(600), c: '' })
  await using bytes = await open(folder.path, { maxRepositoryBytes: 1000 })
  await assertRefused(pathsOf(bytes), 'repository-too-large', /1000 bytes/)
  await using files = await open(folder.path, { maxEntries: 2 })
  await assertRefused(pathsOf(files), 'too-many-files', /give the path of a folder/)
})

test('folders and links count towards the limit as files do', async () => {
  await using folder = await temporaryFolder()
  for (const name of ['a', 'b', 'c']) await mkdir(join(folder.path, name))
  await using folders = await open(folder.path, { maxEntries: 2 })
  await assertRefused(pathsOf(folders), 'too-many-files')
})

test('a file that changes, goes or becomes a link after it was listed is told', { skip: fifoMissing }, async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, { changed: 'one', gone: 'g', link: 'l', fifo: 'f', same: 's' })
  await using snapshot = await open(folder.path)
  await snapshot.entries(patience())
  await writeFile(join(folder.path, 'changed'), 'two')
  await rm(join(folder.path, 'gone'))
  await rm(join(folder.path, 'fifo'))
  makeFifo(join(folder.path, 'fifo'))
  await rename(join(folder.path, 'link'), join(folder.path, 'moved'))
  await symlink('/etc/passwd', join(folder.path, 'link'))
  assert.deepEqual(await textsOf(snapshot), { same: 's' })
  assert.deepEqual(snapshot.diagnostics.map(({ path, code }) => `${path} ${code}`).sort(), [
    'changed unreadable-file',
    'fifo unreadable-file',
    'gone unreadable-file',
    'link unreadable-file',
  ])
})

test(
  'files and folders without permission are told, and the others are read',
  { skip: process.getuid?.() === 0 ? 'root may read everything' : false },
  async () => {
    await using folder = await temporaryFolder()
    await writeFiles(folder.path, { 'a.test.ts': 'a', 'closed.test.ts': 'c', 'closed/d.test.ts': 'd' })
    await chmod(join(folder.path, 'closed.test.ts'), 0o000)
    await chmod(join(folder.path, 'closed'), 0o000)
    await using snapshot = await open(folder.path)
    assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'a' })
    assert.deepEqual(codesOf(snapshot).sort(), ['unreadable-directory', 'unreadable-file'])
    await chmod(join(folder.path, 'closed'), 0o755)
  },
)

test('listing a large directory ends when the signal fires', async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`d${index}/f`, ''])))
  await using snapshot = await open(folder.path)
  const reason = new Error('enough')
  await assert.rejects(snapshot.entries(AbortSignal.abort(reason)), (error) => error === reason)
})
