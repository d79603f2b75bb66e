import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { createLocalViews, type LocalViews } from './local-views.ts'
import { openSnapshot, resolveHead } from './open-snapshot.ts'
import { commitFiles, git, makeRepository, temporaryFolder, writeFiles } from './testing/git-fixture.ts'
import { assertRefused, contentsOf, open, pathsOf, patience, sourceOptions, textsOf } from './testing/read-snapshot.ts'

const headOf = (target: string, ref?: string) => resolveHead(target, sourceOptions(ref === undefined ? {} : { ref }), patience())

test('a bare repository is read at its head, branch, annotated tag, full and abbreviated commit', async () => {
  await using folder = await temporaryFolder()
  const work = join(folder.path, 'work')
  const first = await makeRepository(work, { 'a.test.ts': 'one' })
  await git(work, 'tag', '-a', 'v1', '-m', 'First')
  await git(work, 'branch', 'old')
  const second = await commitFiles(work, { 'a.test.ts': 'two', 'sub/b.test.ts': 'b' })
  const bare = join(folder.path, 'bare.git')
  await git(folder.path, 'clone', '-q', '--bare', work, bare)

  assert.deepEqual(await contentsOf(bare), { 'a.test.ts': 'two', 'sub/b.test.ts': 'b' })
  for (const ref of ['v1', 'old', 'refs/heads/old', first, first.slice(0, 8)]) {
    await using snapshot = await open(bare, { ref })
    assert.deepEqual(snapshot.identity, { path: bare, ref, commit: first })
    assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'one' })
  }
  assert.deepEqual(await headOf(bare), { identity: { path: bare, ref: 'main', commit: second }, commit: second })
})

test('packed, loose, sha256 and shallow repositories give the same', async () => {
  await using folder = await temporaryFolder()
  const files = { 'a.test.ts': 'a', 'b/c.test.ts': 'c' }
  for (const format of ['sha1', 'sha256']) {
    const work = join(folder.path, format)
    await makeRepository(work, files, `--object-format=${format}`)
    await commitFiles(work, {})
    assert.deepEqual(await contentsOf(join(work, '.git')), files, `${format}, loose`)
    await git(work, 'gc', '-q')
    assert.deepEqual(await contentsOf(join(work, '.git')), files, `${format}, packed`)
    const shallow = join(folder.path, `${format}-shallow`)
    await git(folder.path, 'clone', '-q', '--depth=1', `file://${work}`, shallow)
    assert.deepEqual(await contentsOf(shallow), files, `${format}, shallow`)
  }
})

test('linked work trees and submodules are read where they are', async () => {
  await using folder = await temporaryFolder()
  const main = join(folder.path, 'main')
  await makeRepository(main, { 'a.test.ts': 'main' })
  const linked = join(folder.path, 'linked')
  await git(main, 'worktree', 'add', '-q', '-b', 'topic', linked)
  const commit = await commitFiles(linked, { 'a.test.ts': 'topic' })
  await using snapshot = await open(linked)
  assert.deepEqual(snapshot.identity, { path: linked, ref: 'topic', commit })
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'topic' })

  const library = join(folder.path, 'library')
  await makeRepository(library, { 'lib.test.ts': 'library' })
  await git(main, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'library')
  await git(main, 'commit', '-q', '-m', 'Add library')
  assert.deepEqual(await contentsOf(join(main, 'library')), { 'lib.test.ts': 'library' })
})

test('a folder inside a repository is read by itself, at the same commit', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a', 'packages/x/b.test.ts': 'b', 'packages/y/c.test.ts': 'c' })
  const sub = join(folder.path, 'packages')
  await using snapshot = await open(sub)
  assert.deepEqual(snapshot.identity, { path: sub, ref: 'main', commit })
  assert.deepEqual(await textsOf(snapshot), { 'x/b.test.ts': 'b', 'y/c.test.ts': 'c' })
  await writeFiles(folder.path, { 'a.test.ts': 'changed elsewhere' })
  assert.equal((await headOf(sub)).commit, commit, 'a change elsewhere is none here')
  await assertRefused(open(sub, { ref: 'gone' }), 'unknown-ref')
  await rm(join(folder.path, 'packages'), { recursive: true })
  await commitFiles(folder.path, {})
  await mkdir(sub)
  await assertRefused(open(sub, { ref: 'main' }), 'path-not-found')
})

test('a folder that the repository around it does not track is a directory of its own', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { '.gitignore': 'out\n', 'a.test.ts': 'a' })
  await writeFiles(folder.path, { 'out/b.test.ts': 'b', 'new/c.test.ts': 'c' })
  await using out = await open(join(folder.path, 'out'))
  assert.deepEqual([out.identity, await textsOf(out)], [{ path: join(folder.path, 'out') }, { 'b.test.ts': 'b' }])
  assert.deepEqual(await contentsOf(join(folder.path, 'new')), { 'c.test.ts': 'c' })
})

test('what is no repository, or holds nothing, is told in one plain line', async () => {
  await using folder = await temporaryFolder()
  const empty = join(folder.path, 'empty')
  await git(folder.path, 'init', '-q', '--bare', empty)
  await assertRefused(open(empty), 'empty-repository')
  await assertRefused(headOf(empty), 'empty-repository')
  const unborn = join(folder.path, 'unborn')
  await git(folder.path, 'init', '-q', unborn)
  await assertRefused(open(unborn), 'empty-repository')
  await writeFiles(unborn, { 'a.test.ts': 'a' })
  assert.deepEqual(await contentsOf(unborn), { 'a.test.ts': 'a' }, 'files that nobody committed yet are read')

  await assertRefused(open(join(folder.path, 'missing')), 'path-not-found', /does not exist/)
  await assertRefused(open('github.com/team/project'), 'path-not-found', /https:\/\/github\.com\/team\/project/)
  await assertRefused(open('git@example.org:team/project'), 'protocol-not-allowed', /https/)
  await assertRefused(open('--upload-pack=x'), 'invalid-path')
  await assertRefused(open(''), 'invalid-path')
  await assertRefused(open('a\0b'), 'invalid-path')
  await assertRefused(open('\u001b[31m\nx'), 'path-not-found')
  const secrets = [
    'user:hunter2@host:team/x',
    '//user:hunter2@host/x',
    'host.example/user:hunter2@x/y',
    'https:/user:hunter2@host/x',
    'https:user:hunter2@host/x',
  ]
  for (const target of secrets) await assertRefused(open(target), 'credentials-in-url', /^(?!.*hunter2).*testimony token add/)
  await writeFile(join(folder.path, 'file'), '')
  await assertRefused(open(join(folder.path, 'file')), 'not-a-directory')
  const plain = join(folder.path, 'plain')
  await mkdir(plain)
  await assertRefused(open(plain, { ref: 'main' }), 'not-a-repository')
  await using nothing = await open(plain)
  assert.deepEqual(await pathsOf(nothing), [])
})

test('a head that was resolved before is what is opened, even if the branch has moved since', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'one' })
  const head = await headOf(folder.path)
  await commitFiles(folder.path, { 'a.test.ts': 'two' })
  await using snapshot = await open(folder.path, { head })
  assert.deepEqual(snapshot.identity, head.identity)
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'one' })
})

test('an unknown ref and a commit that several have in common are told', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'a' })
  await assertRefused(open(folder.path, { ref: 'nope' }), 'unknown-ref', /nope/)
  await assertRefused(open(folder.path, { ref: 'a'.repeat(40) }), 'unknown-ref')
  await assertRefused(open(folder.path, { ref: '--output=x' }), 'invalid-ref')
})

test('a name that leads to something else than a commit, or to what is damaged, is told as what it is', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { a: 'a' })
  await git(folder.path, 'tag', 'text', `${commit}:a`)
  await assertRefused(open(folder.path, { ref: 'text' }), 'unknown-ref', /names a blob/)
  await git(folder.path, 'branch', 'broken')
  await writeFile(join(folder.path, '.git/refs/heads/broken'), 'no id\n')
  await assertRefused(open(folder.path, { ref: 'broken' }), 'corrupt-repository', /'broken' of the repository is damaged/)
  const object = join(folder.path, '.git/objects', commit.slice(0, 2), commit.slice(2))
  await chmod(object, 0o644)
  await writeFile(object, 'damaged')
  await assertRefused(open(folder.path, { ref: 'main' }), 'corrupt-repository', new RegExp(`${commit}.*git fsck`))
  await writeFile(join(folder.path, '.git/refs/heads/main'), 'no id\n')
  await assertRefused(open(folder.path), 'corrupt-repository', /reference of main is damaged: run git fsck/)
})

test('what git complains of is told by its place in the repository', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'a' })
  await rm(join(folder.path, '.git/refs/heads/main'))
  await writeFile(join(folder.path, '.git/packed-refs'), 'no reference\n')
  await assertRefused(open(folder.path), 'corrupt-repository', /\(unexpected line in packed-refs: no reference\)/)
})

test('a head that leads nowhere is told as damage', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'a' })
  await writeFile(join(folder.path, '.git', 'refs', 'heads', 'main'), `${'1'.repeat(40)}\n`)
  await assertRefused(open(folder.path), 'corrupt-repository', /fsck/)
})

test('a folder without permission is told', { skip: process.getuid?.() === 0 ? 'root may read everything' : false }, async () => {
  await using folder = await temporaryFolder()
  await mkdir(join(folder.path, 'closed'))
  await chmod(join(folder.path, 'closed'), 0o000)
  await assertRefused(open(join(folder.path, 'closed')), 'no-permission')
})

test('a view that is kept is opened once for all who ask, and is gone with those it was kept for', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'test' })
  const gitDirectories = new Set<string>()
  {
    await using views = createLocalViews()
    const counted: LocalViews = {
      ...views,
      open: async (repository) => {
        const view = await views.open(repository)
        gitDirectories.add(view.gitDirectory)
        return view
      },
    }
    const options = { ...sourceOptions(), views: counted }
    const head = await resolveHead(folder.path, options, patience())
    await using snapshot = await openSnapshot(folder.path, { ...options, head }, patience())
    assert.deepEqual(await pathsOf(snapshot), ['a.test.ts'])
    assert.equal(gitDirectories.size, 1)
  }
  for (const gitDirectory of gitDirectories) assert.equal(existsSync(gitDirectory), false)
})
