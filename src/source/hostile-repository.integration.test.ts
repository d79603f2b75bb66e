import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, cp, lchown, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'

import { openLocalView } from './local-objects.ts'
import { findLocalRepository } from './local-repository.ts'
import { commitFiles, git, makeRepository, temporaryFolder, writeFiles } from './testing/git-fixture.ts'
import { fifoMissing, makeFifo } from './testing/make-fifo.ts'
import { assertRefused, contentsOf, open, pathsOf, textsOf } from './testing/read-snapshot.ts'

const exists = async (folder: string, name: string): Promise<boolean> => (await readdir(folder)).includes(name)

test('no program that a repository configures runs, whichever way it is read', async () => {
  await using folder = await temporaryFolder()
  const work = join(folder.path, 'work')
  await makeRepository(work, { 'a.test.ts': 'a', '.gitattributes': '* filter=evil diff=evil text=auto\n' })
  const ran = join(folder.path, 'ran')
  const evil = join(folder.path, 'evil.sh')
  await writeFile(evil, `#!/bin/sh\necho "$0 $@" >> ${ran}\nexit 1\n`)
  await chmod(evil, 0o755)
  const include = join(folder.path, 'include')
  await writeFile(include, `[core]\n\tfsmonitor = ${evil}\n`)
  const settings = {
    'core.fsmonitor': evil,
    'core.sshCommand': evil,
    'core.pager': evil,
    'core.editor': evil,
    'core.askPass': evil,
    'core.gitProxy': evil,
    'core.alternateRefsCommand': evil,
    'gpg.program': evil,
    'gpg.ssh.program': evil,
    'log.showSignature': 'true',
    'filter.evil.clean': evil,
    'filter.evil.smudge': evil,
    'filter.evil.process': evil,
    'filter.evil.required': 'true',
    'diff.evil.textconv': evil,
    'diff.evil.command': evil,
    'diff.external': evil,
    'credential.helper': evil,
    'uploadpack.packObjectsHook': evil,
    'include.path': include,
    'core.hooksPath': folder.path,
    'extensions.partialClone': 'origin',
    'remote.origin.promisor': 'true',
    'remote.origin.url': `ext::${evil}`,
    'protocol.ext.allow': 'always',
  }
  for (const [name, value] of Object.entries(settings)) await git(work, 'config', name, value)
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-auto-gc', 'fsmonitor-watchman']) {
    for (const hooks of [join(work, '.git', 'hooks'), folder.path]) {
      await mkdir(hooks, { recursive: true })
      await cp(evil, join(hooks, hook))
    }
  }
  // The program works where git is asked in the plain way, so the test can fail.
  await git(work, '-c', 'filter.evil.required=false', '-c', 'extensions.partialClone=', 'status').catch(() => {})
  assert.equal(await exists(folder.path, 'ran'), true, 'git itself runs it')
  await rm(ran)

  assert.equal((await contentsOf(work))['a.test.ts'], 'a')
  assert.equal((await contentsOf(join(work, '.git')))['a.test.ts'], 'a')
  assert.equal((await contentsOf(work, { ref: 'main' }))['a.test.ts'], 'a')
  await writeFiles(work, { 'a.test.ts': 'changed', 'b.test.ts': 'new' })
  const changed = await contentsOf(work)
  assert.deepEqual([changed['a.test.ts'], changed['b.test.ts']], ['changed', 'new'])
  assert.equal(await exists(folder.path, 'ran'), false, 'nothing ran')
})

test('a missing object is not fetched from a promisor remote that the repository names', async () => {
  await using folder = await temporaryFolder()
  const source = join(folder.path, 'source')
  await makeRepository(source, { 'a.test.ts': 'a' })
  await git(source, 'config', 'uploadpack.allowFilter', 'true')
  await git(folder.path, 'clone', '-q', '--bare', '--filter=blob:none', `file://${source}`, 'partial.git')
  await using snapshot = await open(join(folder.path, 'partial.git'))
  assert.deepEqual(await textsOf(snapshot), {})
  assert.deepEqual(
    snapshot.diagnostics.map(({ path, code }) => [path, code]),
    [['a.test.ts', 'missing-object']],
  )
})

test('objects of another repository are not read through alternates', async () => {
  await using folder = await temporaryFolder()
  const secret = join(folder.path, 'secret')
  const commit = await makeRepository(secret, { 'secret.test.ts': 'secret' })
  const thief = join(folder.path, 'thief')
  await makeRepository(thief, { a: 'a' })
  await writeFile(join(thief, '.git', 'objects', 'info', 'alternates'), `${secret}/.git/objects\n`)
  assert.equal(await git(thief, 'cat-file', '-t', commit), 'commit', 'git itself follows them')
  await assertRefused(open(thief, { ref: commit }), 'unknown-ref')
  await writeFile(join(thief, '.git', 'refs', 'heads', 'main'), `${commit}\n`)
  await assertRefused(open(thief), 'reaches-outside', /alternates/)
})

test('folders of objects are linked one by one where alternates may be among them, also under a name in capitals', async () => {
  await using folder = await temporaryFolder()
  const objectsOf = async (name: string, alternates?: string): Promise<string[]> => {
    const path = join(folder.path, name)
    await makeRepository(path, { 'a.test.ts': 'a' })
    if (alternates !== undefined) {
      await mkdir(join(path, '.git', 'objects', alternates), { recursive: true })
      await writeFile(join(path, '.git', 'objects', alternates, 'alternates'), '/elsewhere\n')
    }
    const repository = await findLocalRepository(path, AbortSignal.timeout(10_000))
    assert.ok(repository)
    await using view = await openLocalView(repository)
    return readdir(join(view.gitDirectory, 'objects'))
  }
  assert.ok((await objectsOf('plain')).includes('info'))
  for (const name of ['info', 'Info']) assert.ok(!(await objectsOf(`with-${name}`, name)).some((entry) => entry.toLowerCase() === 'info'))
})

test('a clone that borrows objects and needs none of them is read', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(join(folder.path, 'a'), { 'a.test.ts': 'a' })
  await git(folder.path, 'clone', '-q', '--shared', 'a', 'b')
  await assertRefused(open(join(folder.path, 'b')), 'reaches-outside', /git repack -ad/)
  await git(join(folder.path, 'b'), 'repack', '-adq')
  assert.deepEqual(await contentsOf(join(folder.path, 'b')), { 'a.test.ts': 'a' })
})

test('links from inside a repository to the outside are not followed', async () => {
  await using folder = await temporaryFolder()
  const secret = join(folder.path, 'secret')
  await makeRepository(secret, { 'secret.test.ts': 'secret' })
  await git(secret, 'repack', '-adq')
  const make = async (name: string): Promise<string> => {
    const path = join(folder.path, name)
    await makeRepository(path, { a: 'a' })
    return path
  }
  const linkInto = async (name: string, place: string): Promise<string> => {
    const path = await make(name)
    await rm(join(path, '.git', place), { recursive: true, force: true })
    await symlink(join(secret, '.git', place), join(path, '.git', place))
    return path
  }
  for (const [name, place] of Object.entries({
    one: 'objects',
    two: 'objects/pack',
    three: 'refs',
    four: 'HEAD',
    five: 'index',
    six: 'packed-refs',
  })) {
    await git(secret, 'pack-refs', '--all')
    await assertRefused(open(await linkInto(name, place)), 'reaches-outside')
  }

  const wholeLink = join(folder.path, 'whole')
  await mkdir(wholeLink)
  await symlink(join(secret, '.git'), join(wholeLink, '.git'))
  await assertRefused(open(wholeLink), 'reaches-outside')

  const gitFile = join(folder.path, 'file')
  await mkdir(gitFile)
  await writeFile(join(gitFile, '.git'), `gitdir: ${secret}/.git\n`)
  await assertRefused(open(gitFile), 'reaches-outside', /secret/)

  const commonDirectory = await make('common')
  await writeFile(join(commonDirectory, '.git', 'commondir'), `${secret}/.git\n`)
  await assertRefused(open(commonDirectory), 'reaches-outside')

  const packFile = await make('pack')
  const packs = join(secret, '.git', 'objects', 'pack')
  for (const name of await readdir(packs)) await symlink(join(packs, name), join(packFile, '.git', 'objects', 'pack', name))
  await assertRefused(open(packFile), 'reaches-outside')
})

test('a FIFO in the place of a file of git is not waited for', { skip: fifoMissing }, async () => {
  await using folder = await temporaryFolder()
  for (const place of ['HEAD', 'packed-refs', 'index', 'config', 'commondir']) {
    const path = join(folder.path, place)
    await makeRepository(path, { 'a.test.ts': 'a' })
    await rm(join(path, '.git', place), { force: true })
    makeFifo(join(path, '.git', place))
    if (place === 'config' || place === 'commondir') assert.deepEqual(await contentsOf(path), { 'a.test.ts': 'a' }, place)
    else await assertRefused(contentsOf(path), 'reaches-outside')
  }
})

test('a FIFO among the packs is not called a link', { skip: fifoMissing }, async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await git(folder.path, 'repack', '-adq')
  makeFifo(join(folder.path, '.git', 'objects', 'pack', 'multi-pack-index'))
  await assertRefused(open(folder.path), 'reaches-outside', /multi-pack-index is not what git puts there/)
})

test('a HEAD that names nothing is told without a path of ours', async () => {
  for (const head of ['rubbish', '', 'ref: ../../outside', 'ref: /etc/passwd']) {
    await using folder = await temporaryFolder()
    await makeRepository(folder.path, { 'a.test.ts': 'a' })
    await writeFile(join(folder.path, '.git', 'HEAD'), head)
    for (const path of [folder.path, join(folder.path, '.git')])
      await assertRefused(open(path), 'corrupt-repository', /^(?!.*testimony-view).*HEAD names neither.*refs\/heads\/main$/)
  }
})

test('a commit asked for by its id that is there and can not be read is not said to be missing', async () => {
  await using folder = await temporaryFolder()
  const commit = await makeRepository(folder.path, { 'a.test.ts': 'a' })
  await commitFiles(folder.path, { 'b.test.ts': 'b' })
  const object = join(folder.path, '.git', 'objects', commit.slice(0, 2), commit.slice(2))
  await chmod(object, 0o644)
  await writeFile(object, deflateSync(Buffer.from(`commit ${2 ** 40}\0tree`)))
  await assertRefused(open(folder.path, { ref: commit }), 'corrupt-repository', /damaged or too large/)
  await assertRefused(open(folder.path, { ref: '1'.repeat(40) }), 'unknown-ref')
})

test('folders that only look like a repository are plain directories', async () => {
  await using folder = await temporaryFolder()
  await writeFiles(folder.path, {
    'a.test.ts': 'a',
    '.git/config': '[core]\n\tfsmonitor = touch x\n',
    'sub/.git/HEAD': 'ref: refs/heads/main\n',
    'sub/b.test.ts': 'b',
    '.GIT/c.test.ts': 'c',
    'git~1/d.test.ts': 'd',
    HEAD: 'x',
  })
  await using snapshot = await open(folder.path)
  assert.deepEqual(snapshot.identity, { path: folder.path })
  assert.deepEqual(await pathsOf(snapshot), ['.GIT/c.test.ts', 'HEAD', 'a.test.ts', 'git~1/d.test.ts', 'sub/b.test.ts'])
})

test('a repository of another owner is read', { skip: process.getuid?.() === 0 ? false : 'only root can give files away' }, async () => {
  await using folder = await temporaryFolder()
  const work = join(folder.path, 'work')
  await makeRepository(work, { 'a.test.ts': 'a' })
  for (const name of ['', ...(await readdir(work, { recursive: true }))]) await lchown(join(work, name), 65534, 65534)
  assert.throws(
    () => execFileSync('git', ['-C', work, 'status'], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '' } }),
    'git itself refuses',
  )
  assert.deepEqual(await contentsOf(work), { 'a.test.ts': 'a' })
})

test('replaced objects do not hide what was committed', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'true' })
  const original = await git(folder.path, 'rev-parse', 'HEAD:a.test.ts')
  await commitFiles(folder.path, { 'b.test.ts': 'false' })
  await git(folder.path, 'replace', original, await git(folder.path, 'rev-parse', 'HEAD:b.test.ts'))
  assert.equal((await contentsOf(folder.path))['a.test.ts'], 'true')
})

test('a repository moved together with its linked work tree says how to mend it', async () => {
  await using folder = await temporaryFolder()
  const main = join(folder.path, 'main')
  await makeRepository(main, { a: 'a' })
  await git(main, 'worktree', 'add', '-q', join(folder.path, 'linked'))
  await rename(main, join(folder.path, 'moved'))
  await assertRefused(open(join(folder.path, 'linked')), 'not-a-repository', /worktree repair/)
})
