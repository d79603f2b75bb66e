import assert from 'node:assert/strict'
import { chmod, lstat, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { resolveHead } from './open-snapshot.ts'
import { commitFiles, git, makeBlob, makeRepository, temporaryFolder, writeFiles } from './testing/git-fixture.ts'
import { fifoMissing, makeFifo } from './testing/make-fifo.ts'
import { assertRefused, codesOf, contentsOf, open, pathsOf, patience, sourceOptions, textsOf } from './testing/read-snapshot.ts'

const commitOf = async (path: string): Promise<string | null> => (await resolveHead(path, sourceOptions(), patience())).commit

test('a clean work tree is its commit, whatever is ignored in it', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a', '.gitignore': 'node_modules\n' })
  await writeFiles(folder.path, { 'node_modules/x.test.js': 'x', 'notes.local': 'n', '.git/info/exclude': '*.local\n' })
  assert.equal(await commitOf(folder.path), commit)
  assert.deepEqual(Object.keys(await contentsOf(folder.path)), ['.gitignore', 'a.test.ts'])
})

test('files that were only touched are no change', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await utimes(join(folder.path, 'a.test.ts'), 1000, 1000)
  assert.equal(await commitOf(folder.path), commit)
})

test('changed, staged, new, removed, unmerged and linked files are as they are on disk', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, {
    'same.test.ts': 'same',
    'changed.test.ts': 'old',
    'staged.test.ts': 'old',
    'both.test.ts': 'old',
    'removed.test.ts': 'old',
    'unstaged.test.ts': 'old',
    'link.test.ts': 'old',
    'we"ird\n.test.ts': 'old',
    '.gitignore': 'ignored\n',
  })
  await writeFiles(folder.path, { 'staged.test.ts': 'staged', 'both.test.ts': 'staged', 'added.test.ts': 'added' })
  await git(folder.path, 'add', 'staged.test.ts', 'both.test.ts', 'added.test.ts')
  await git(folder.path, 'rm', '-q', '--cached', 'unstaged.test.ts')
  await git(folder.path, 'add', '-N', '.')
  await writeFiles(folder.path, {
    'changed.test.ts': 'new',
    'both.test.ts': 'new',
    'new/deep.test.ts': 'new',
    'we"ird\n.test.ts': 'new',
    'ignored/x.test.ts': 'x',
    'node_modules/y.test.ts': 'y',
  })
  await rm(join(folder.path, 'removed.test.ts'))
  await rm(join(folder.path, 'link.test.ts'))
  await symlink('same.test.ts', join(folder.path, 'link.test.ts'))

  await using snapshot = await open(folder.path)
  assert.deepEqual(snapshot.identity, { path: folder.path, ref: 'main' })
  assert.deepEqual(await textsOf(snapshot), {
    '.gitignore': 'ignored\n',
    'added.test.ts': 'added',
    'both.test.ts': 'new',
    'changed.test.ts': 'new',
    'new/deep.test.ts': 'new',
    'same.test.ts': 'same',
    'staged.test.ts': 'staged',
    'unstaged.test.ts': 'old',
    'we"ird\n.test.ts': 'new',
  })
  assert.deepEqual(await pathsOf(snapshot), (await pathsOf(snapshot)).toSorted())
  assert.deepEqual(codesOf(snapshot), ['symlinks-not-followed'])
  for (const { path, blob } of await snapshot.entries(patience())) {
    if (path === 'changed.test.ts') assert.equal(blob, await makeBlob(folder.path, 'new'))
    if (path === 'same.test.ts') assert.equal(blob, await makeBlob(folder.path, 'same'))
  }
  assert.equal(await commitOf(folder.path), null)
})

test('a named ref is read as it was committed, whatever was changed since', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'committed' })
  await writeFiles(folder.path, { 'a.test.ts': 'changed' })
  await using snapshot = await open(folder.path, { ref: 'main' })
  assert.equal(snapshot.identity.commit, commit)
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'committed' })
})

test('a merge that stopped halfway is read from disk', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'base\n' })
  await git(folder.path, 'checkout', '-q', '-b', 'other')
  await commitFiles(folder.path, { 'a.test.ts': 'theirs\n' })
  await git(folder.path, 'checkout', '-q', 'main')
  await commitFiles(folder.path, { 'a.test.ts': 'ours\n' })
  await git(folder.path, 'merge', 'other').catch(() => {})
  const contents = await contentsOf(folder.path)
  assert.deepEqual(Object.keys(contents), ['a.test.ts'])
  assert.match(contents['a.test.ts'] ?? '', /<<<<<<</)
})

test('a repository inside the work tree that is no submodule is told and not entered', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await makeRepository(join(folder.path, 'inner'), { 'b.test.ts': 'b' })
  await using snapshot = await open(folder.path)
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'a' })
  assert.deepEqual(
    snapshot.diagnostics.map(({ path, code }) => [path, code]),
    [['inner', 'submodules-not-followed']],
  )
})

test('nothing runs in a submodule, and a change in it is none here', async () => {
  await using folder = await temporaryFolder()
  const library = join(folder.path, 'library')
  await makeRepository(library, { 'l.test.ts': 'l' })
  const main = join(folder.path, 'main')
  await makeRepository(main, { 'a.test.ts': 'a' })
  await git(main, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'library')
  const commit = await commitFiles(main, {})
  const evil = join(folder.path, 'evil.sh')
  await writeFile(evil, `#!/bin/sh\ntouch ${join(folder.path, 'ran')}\nexit 1\n`)
  await chmod(evil, 0o755)
  await git(join(main, 'library'), 'config', 'core.fsmonitor', evil)
  await writeFiles(main, { 'library/l.test.ts': 'changed' })
  assert.equal(await commitOf(main), commit)
  assert.deepEqual((await readdir(folder.path)).sort(), ['evil.sh', 'library', 'main'])
})

test('the switches that git itself sets for a file system are kept, so that nothing looks changed', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await chmod(join(folder.path, 'a.test.ts'), 0o755)
  assert.equal(await commitOf(folder.path), null, 'the mode is a change')
  await git(folder.path, 'config', 'core.fileMode', 'false')
  assert.equal(await commitOf(folder.path), commit, 'unless modes mean nothing here')
})

test('files on the person’s own ignore list are no change, and nothing else of their configuration counts', async (t) => {
  await using folder = await temporaryFolder()
  await using home = await temporaryFolder()
  const before = { HOME: process.env['HOME'], XDG_CONFIG_HOME: process.env['XDG_CONFIG_HOME'] }
  t.after(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
  process.env['HOME'] = home.path
  delete process.env['XDG_CONFIG_HOME']
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await writeFiles(folder.path, { '.DS_Store': 'x' })
  assert.equal(await commitOf(folder.path), null)
  await writeFiles(home.path, { '.config/git/ignore': '.DS_Store\n' })
  assert.equal(await commitOf(folder.path), commit, 'git’s own place for the list')
  await rm(join(home.path, '.config'), { recursive: true })
  await writeFiles(home.path, { list: '.DS_Store\n', '.gitconfig': '[core]\n\texcludesFile = ~/list\n\tfsmonitor = false; touch ran\n' })
  assert.equal(await commitOf(folder.path), commit, 'a place that the configuration names')
})

test('a split index and a sparse checkout are understood', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a', 'sub/b.test.ts': 'b' })
  await git(folder.path, 'update-index', '--split-index')
  assert.equal(await commitOf(folder.path), commit)
  await git(folder.path, 'update-index', '--no-split-index')
  await git(folder.path, 'sparse-checkout', 'set', 'nothing')
  assert.equal(await commitOf(folder.path), commit)
  assert.deepEqual(await contentsOf(folder.path), { 'a.test.ts': 'a', 'sub/b.test.ts': 'b' })
})

test('a FIFO in the place of a file that git reads on its way is found out', { skip: fifoMissing }, async () => {
  for (const name of ['.gitignore', '.gitattributes']) {
    await using folder = await temporaryFolder()
    await makeRepository(folder.path, { 'a.test.ts': 'a', 'sub/b.test.ts': 'b' })
    await writeFiles(folder.path, { 'sub/b.test.ts': 'c', 'sub/new.test.ts': 'n' })
    makeFifo(join(folder.path, 'sub', name))
    await assertRefused(open(folder.path), 'unsupported-repository', /remove it/)
  }
})

test('an index that can not be read is told', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await writeFile(join(folder.path, '.git', 'index'), 'rubbish')
  await assertRefused(open(folder.path), 'corrupt-repository', /index/)
})

test('reading changes nothing in the repository', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await utimes(join(folder.path, 'a.test.ts'), 1000, 1000)
  const state = async (): Promise<string[]> => {
    const paths = [folder.path, ...(await readdir(folder.path, { recursive: true })).map((name) => join(folder.path, name))]
    return Promise.all(
      paths.sort().map(async (path) => {
        const { mtimeNs, size } = await lstat(path, { bigint: true })
        return `${path} ${mtimeNs} ${size}`
      }),
    )
  }
  const before = await state()
  await contentsOf(folder.path)
  await writeFiles(folder.path, { 'a.test.ts': 'b' })
  const changed = await state()
  await contentsOf(folder.path)
  assert.deepEqual(await state(), changed)
  assert.notDeepEqual(before, changed)
})

test(
  'a new folder that may not be looked into is told',
  { skip: process.getuid?.() === 0 ? 'root may read everything' : false },
  async () => {
    await using folder = await temporaryFolder()
    await makeRepository(folder.path, { 'a.test.ts': 'a' })
    await writeFiles(folder.path, { 'new/b.test.ts': 'b' })
    await chmod(join(folder.path, 'new'), 0o000)
    await using snapshot = await open(folder.path)
    assert.deepEqual(await pathsOf(snapshot), ['a.test.ts'])
    assert.deepEqual(
      snapshot.diagnostics.map(({ path, code }) => [path, code]),
      [['new', 'unreadable-directory']],
    )
    await chmod(join(folder.path, 'new'), 0o755)
  },
)

test('a changed work tree of more files than the limit is told', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a', 'b.test.ts': 'b' })
  await writeFiles(folder.path, { 'c.test.ts': 'c' })
  await using snapshot = await open(folder.path, { maxEntries: 2 })
  await assertRefused(pathsOf(snapshot), 'too-many-files', /the work tree/)
})
