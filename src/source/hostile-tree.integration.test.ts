import assert from 'node:assert/strict'
import { chmod, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { commitTree, git, gitWithInput, makeBlob, makeRepository, makeTree, type RawNode, temporaryFolder } from './testing/git-fixture.ts'
import { deltaBombId, makeDeltaBomb } from './testing/delta-bomb.ts'
import { assertRefused, codesOf, contentsOf, open, pathsOf, patience, textsOf } from './testing/read-snapshot.ts'

const bareRepository = async (folder: string): Promise<string> => {
  const path = join(folder, 'bare.git')
  await git(folder, 'init', '-q', '--bare', '-b', 'main', path)
  return path
}

test('names that no one would choose are listed and read, each under its own path', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  const blob = await makeBlob(bare, 'test\n')
  const names: (string | Uint8Array)[] = [
    'new\nline.test.ts',
    'tab\tand "quote".test.ts',
    '\u001b[31mred\u001b[0m.test.ts',
    '\u202egnp.test.ts',
    '-rf',
    '--output=x',
    ' ',
    '~',
    'a\\xff',
    Buffer.from([0x61, 0xff]),
    Buffer.from([0x01, 0xfe, 0xff]),
    'git~1',
    '.gitmodules',
    'CON',
    'C:',
    'x'.repeat(4000),
  ]
  const tree = await makeTree(
    bare,
    names.map((name): RawNode => ({ mode: '100644', id: blob, name })),
  )
  await commitTree(bare, tree)
  await using snapshot = await open(bare)
  const paths = await pathsOf(snapshot)
  assert.equal(new Set(paths).size, names.length, 'all different')
  assert.deepEqual(paths, [...paths].sort())
  for (const path of ['new\nline.test.ts', '--output=x', 'a\\x5cxff', 'a\\xff', '\u0001\\xfe\\xff', '\u202egnp.test.ts']) {
    assert.ok(paths.includes(path), JSON.stringify(path))
  }
  assert.equal(Object.keys(await textsOf(snapshot)).length, names.length)
  assert.deepEqual(snapshot.diagnostics, [])
})

test('a long listing gives each path as it is, plain or not, wherever git cut its answer', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  const blob = await makeBlob(bare, 'test\n')
  // Several hundred kilobytes: stretches of plain names, and others in which one is not.
  const nameOf = (number: number): string => `${String(number).padStart(5, '0')}-${number % 1500 === 700 ? 'größe' : 'plain'}.test.ts`
  const names = Array.from({ length: 4500 }, (_, number) => (number === 4444 ? '04444-\\x41.test.ts' : nameOf(number)))
  const tree = await makeTree(
    bare,
    names.map((name): RawNode => ({ mode: '100644', id: blob, name })),
  )
  await commitTree(bare, tree)
  await using snapshot = await open(bare)
  const expected = names.map((name) => name.replace('\\x', '\\x5cx'))
  assert.deepEqual(await pathsOf(snapshot), expected.toSorted())
})

test('look-alikes of .git in a tree are names like any other: nothing of them is written or read as configuration', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  const blob = await makeBlob(bare, '[core]\n\tfsmonitor = touch /tmp/x\n')
  const configuration = await makeTree(bare, [{ mode: '100644', id: blob, name: 'config' }])
  const names = ['.git', '.GIT', '..', '.', 'git~1', '.git\u200c']
  const records = names.map((name) => Buffer.concat([Buffer.from(`40000 ${name}\0`), Buffer.from(configuration, 'hex')]))
  const tree = await gitWithInput(bare, Buffer.concat(records), 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally')
  await commitTree(bare, tree)
  assert.deepEqual(Object.keys(await contentsOf(bare)).sort(), names.map((name) => `${name}/config`).sort())
})

test('links and submodules are counted in one line each, LFS pointers are told', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  const target = await makeBlob(bare, '/etc/passwd')
  const file = await makeBlob(bare, 'text')
  const pointer = await makeBlob(bare, `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`)
  const links = Array.from({ length: 3000 }, (_, index): RawNode => ({ mode: '120000', id: target, name: `link${index}.test.ts` }))
  const tree = await makeTree(bare, [
    ...links,
    { mode: '100644', id: file, name: 'plain.test.ts' },
    { mode: '100755', id: file, name: 'run.test.ts' },
    { mode: '100644', id: pointer, name: 'big.test.ts' },
    { mode: '160000', id: '1'.repeat(40), name: 'library' },
  ])
  await commitTree(bare, tree)
  await using snapshot = await open(bare)
  assert.deepEqual(await textsOf(snapshot), { 'plain.test.ts': 'text', 'run.test.ts': 'text' })
  assert.deepEqual(codesOf(snapshot), ['symlinks-not-followed', 'submodules-not-followed', 'lfs-pointer'])
  assert.match(snapshot.diagnostics[0]?.message ?? '', /3000/)
})

test('a file past the limit is skipped and named, and the others are read', async () => {
  await using folder = await temporaryFolder()
  const work = join(folder.path, 'work')
  await makeRepository(work, { 'a.test.ts': 'a', 'line.test.ts': Buffer.alloc(50_000_000, 'x'), 'z.test.ts': 'z' })
  await using snapshot = await open(join(work, '.git'))
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'a', 'z.test.ts': 'z' })
  assert.deepEqual(
    snapshot.diagnostics.map(({ path, code }) => [path, code]),
    [['line.test.ts', 'file-too-large']],
  )
  assert.match(snapshot.diagnostics[0]?.message ?? '', /47\.7 MiB.*5\.0 MiB/)
})

test('a delta of a few bytes that unfolds to a large file is skipped without unfolding it', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  const copies = 1000
  const bomb = makeDeltaBomb(copies)
  assert.ok(bomb.length < 1000)
  await gitWithInput(bare, bomb, 'index-pack', '--stdin')
  const file = await makeBlob(bare, 'text')
  const tree = await makeTree(bare, [
    { mode: '100644', id: deltaBombId(copies), name: 'bomb.test.ts' },
    { mode: '100644', id: file, name: 'plain.test.ts' },
  ])
  await commitTree(bare, tree)
  await using snapshot = await open(bare)
  assert.deepEqual(await textsOf(snapshot), { 'plain.test.ts': 'text' })
  assert.match(snapshot.diagnostics[0]?.message ?? '', /62\.5 MiB/)
})

test('contents of every size come whole, in buffers of their own', async () => {
  await using folder = await temporaryFolder()
  const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_003]
  const files = Object.fromEntries(sizes.map((size) => [`f${size}`, Buffer.alloc(size, String(size))]))
  await makeRepository(folder.path, { ...files, copy: Buffer.alloc(65_537, '65537') })
  await using snapshot = await open(folder.path)
  const seen = new Set<ArrayBufferLike>()
  for await (const { entry, bytes } of snapshot.read(await snapshot.entries(patience()), patience())) {
    const expected = files[entry.path === 'copy' ? 'f65537' : entry.path]
    assert.ok(expected !== undefined && expected.equals(bytes), entry.path)
    assert.equal(bytes.buffer.byteLength, bytes.length, 'nothing else is in the buffer')
    assert.equal(seen.has(bytes.buffer), false, 'nobody else has the buffer')
    seen.add(bytes.buffer)
  }
  assert.equal(seen.size, sizes.length + 1)
})

test('a reader that stops early leaves no process behind, and the next read works', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(
    folder.path,
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, Buffer.alloc(200_000, index)])),
  )
  await using snapshot = await open(folder.path)
  for await (const { bytes } of snapshot.read(await snapshot.entries(patience()), patience())) {
    assert.equal(bytes.length, 200_000)
    break
  }
  assert.equal(Object.keys(await textsOf(snapshot)).length, 50)
})

test('damaged objects are named one by one and the rest goes on', async () => {
  await using folder = await temporaryFolder()
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`f${String(index).padStart(2, '0')}.test.ts`, `content ${index}`]),
  )
  await makeRepository(folder.path, files)
  const damage = async (path: string, how: (file: string) => Promise<void>): Promise<void> => {
    const id = await git(folder.path, 'rev-parse', `HEAD:${path}`)
    const file = join(folder.path, '.git', 'objects', id.slice(0, 2), id.slice(2))
    await chmod(file, 0o644)
    await how(file)
  }
  await damage('f03.test.ts', (file) => truncate(file, 5))
  await damage('f07.test.ts', (file) => writeFile(file, 'rubbish'))
  await damage('f08.test.ts', (file) => writeFile(file, ''))
  await damage('f19.test.ts', (file) => truncate(file, 12))
  await using snapshot = await open(join(folder.path, '.git'))
  const texts = await textsOf(snapshot)
  assert.equal(Object.keys(texts).length, 16)
  assert.deepEqual(snapshot.diagnostics.map(({ path }) => path).sort(), ['f03.test.ts', 'f07.test.ts', 'f08.test.ts', 'f19.test.ts'])
  for (const code of codesOf(snapshot)) assert.match(code, /^(missing|corrupt)-object$/)
})

test('a damaged folder is named and the others are listed', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a', 'sub/b.test.ts': 'b', 'sub/deep/c.test.ts': 'c', 'z/d.test.ts': 'd' })
  const id = await git(folder.path, 'rev-parse', 'HEAD:sub')
  const file = join(folder.path, '.git', 'objects', id.slice(0, 2), id.slice(2))
  await chmod(file, 0o644)
  await writeFile(file, 'rubbish')
  await using snapshot = await open(join(folder.path, '.git'))
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'a', 'z/d.test.ts': 'd' })
  assert.deepEqual(
    snapshot.diagnostics.map(({ path, code }) => [path, code]),
    [['sub', 'unreadable-directory']],
  )
})

test('a tree whose root is gone is told as damage', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a' })
  const id = await git(folder.path, 'rev-parse', 'HEAD^{tree}')
  const file = join(folder.path, '.git', 'objects', id.slice(0, 2), id.slice(2))
  await chmod(file, 0o644)
  await writeFile(file, 'rubbish')
  await using snapshot = await open(join(folder.path, '.git'))
  await assertRefused(pathsOf(snapshot), 'corrupt-repository', /fsck/)
})

test('a folder 10,000 deep and a path past the limit are left out and told', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  const blob = await makeBlob(bare, 'deep')
  const records: string[] = ['blob\nmark :1\ndata 4\ndeep\ncommit refs/heads/main\ncommitter a <a@b> 0 +0000\ndata 1\nx\n']
  records.push(`M 100644 :1 ${'d/'.repeat(10_000)}x.test.ts\n`, 'M 100644 :1 top.test.ts\n')
  await gitWithInput(bare, records.join(''), 'fast-import', '--quiet')
  assert.match(blob, /^[0-9a-f]{40}$/)
  await using snapshot = await open(bare)
  assert.deepEqual(await textsOf(snapshot), { 'top.test.ts': 'deep' })
  assert.deepEqual(codesOf(snapshot), ['path-too-long'])
})

/** A tree of `width` to the power of `levels` files, of as many objects as levels. */
const makeTreeBomb = async (bare: string, width: number, levels: number): Promise<void> => {
  let id = await makeBlob(bare, 'test\n')
  for (let level = 0; level < levels; level += 1) {
    const mode = level === 0 ? '100644' : '040000'
    id = await makeTree(
      bare,
      Array.from({ length: width }, (_, index): RawNode => ({ mode, id, name: `n${index}` })),
    )
  }
  await commitTree(bare, id)
}

test('a million entries are listed', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  await makeTreeBomb(bare, 100, 3)
  await using snapshot = await open(bare)
  const entries = await snapshot.entries(patience())
  assert.equal(entries.length, 1_000_000)
  assert.equal(entries[0]?.path, 'n0/n0/n0')
})

test('a tree that unfolds to more entries than the limit is ended there', async () => {
  await using folder = await temporaryFolder()
  const bare = await bareRepository(folder.path)
  await makeTreeBomb(bare, 100, 8)
  await using snapshot = await open(bare, { maxEntries: 50_000 })
  await assertRefused(pathsOf(snapshot), 'too-many-files', /50000/)
})

test('nothing of a view stays behind', async () => {
  await using folder = await temporaryFolder()
  const { tmpdir } = await import('node:os')
  await makeRepository(folder.path, { 'a.test.ts': 'a' })
  const views = async (): Promise<string[]> => (await readdir(tmpdir())).filter((name) => name.startsWith(`testimony-view-${process.pid}-`))
  {
    await using snapshot = await open(folder.path)
    await textsOf(snapshot)
    assert.equal((await views()).length, 1)
  }
  assert.deepEqual(await views(), [])
})
