import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createCatFileSessions, type CatFileSessions, type ObjectAnswer } from './cat-file-sessions.ts'
import { git, makeBlob, makeRepository, temporaryFolder } from './testing/git-fixture.ts'

const patience = (): AbortSignal => AbortSignal.timeout(30_000)

const contentsOf = async (sessions: CatFileSessions, ids: readonly string[]): Promise<string[]> => {
  const shown: string[] = []
  for await (const answer of sessions.ask('content', ids, patience()))
    shown.push(answer.state === 'absent' ? answer.reason : Buffer.from(answer.bytes ?? []).toString())
  return shown
}

/** The process ids of gits that read this repository. */
const running = (gitDirectory: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => partsOf(pid, 'cmdline').includes('cat-file') && partsOf(pid, 'environ').includes(`GIT_DIR=${gitDirectory}`))

/** None of a process that is gone, or another user's. */
const partsOf = (pid: number, list: 'cmdline' | 'environ'): string[] => {
  try {
    return readFileSync(`/proc/${pid}/${list}`, 'utf8').split('\0')
  } catch {
    return []
  }
}

const noProcessTable = existsSync('/proc/self/environ') ? false : 'this system has no /proc to find processes by'

test('a git that has answered is asked again, also about objects that came since', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'one' })
  const gitDirectory = join(folder.path, '.git')
  await using sessions = createCatFileSessions(gitDirectory)
  const first = await makeBlob(folder.path, 'first')
  const later = await git(folder.path, 'hash-object', '--stdin')
  assert.deepEqual(await contentsOf(sessions, [first, later]), ['first', 'missing'])
  await makeBlob(folder.path, '')
  const packed = await makeBlob(folder.path, 'packed')
  await git(folder.path, 'commit', '-q', '--allow-empty', '-m', 'More')
  execFileSync('git', ['-C', folder.path, 'pack-objects', '-q', join(gitDirectory, 'objects/pack/pack')], { input: `${packed}\n` })
  await git(folder.path, 'prune-packed', '-q')
  assert.deepEqual(await contentsOf(sessions, [later, packed, first]), ['', 'packed', 'first'])
})

test(
  'one git answers questions about few objects in turn, each of many has its own, and none is left behind',
  { skip: noProcessTable },
  async () => {
    await using folder = await temporaryFolder()
    await makeRepository(folder.path, { a: 'one' })
    const gitDirectory = join(folder.path, '.git')
    const blob = await makeBlob(folder.path, 'text')
    {
      await using sessions = createCatFileSessions(gitDirectory)
      for (let turn = 0; turn < 3; turn++) await contentsOf(sessions, [blob])
      assert.equal(running(gitDirectory).length, 1)
      const few = await Promise.all(Array.from({ length: 3 }, () => contentsOf(sessions, [blob, blob])))
      assert.deepEqual(few, [
        ['text', 'text'],
        ['text', 'text'],
        ['text', 'text'],
      ])
      assert.equal(running(gitDirectory).length, 1)
      const many = Array.from({ length: 1_000 }, () => blob)
      await Promise.all([contentsOf(sessions, many), contentsOf(sessions, many)])
      assert.equal(running(gitDirectory).length, 2)
    }
    assert.deepEqual(running(gitDirectory), [])
  },
)

test('a git that was ended while it was idle is replaced, and its end is no fault of the objects', { skip: noProcessTable }, async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'one' })
  const gitDirectory = join(folder.path, '.git')
  const blob = await makeBlob(folder.path, 'text')
  await using sessions = createCatFileSessions(gitDirectory)
  await contentsOf(sessions, [blob])
  const [pid] = running(gitDirectory)
  assert.ok(pid)
  process.kill(pid, 'SIGKILL')
  assert.deepEqual(await contentsOf(sessions, [blob]), ['text'])
})

test('an abort ends the git that is being asked', { skip: noProcessTable }, async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'one' })
  const gitDirectory = join(folder.path, '.git')
  const blob = await makeBlob(folder.path, 'text')
  await using sessions = createCatFileSessions(gitDirectory)
  const abort = new AbortController()
  const answers: ObjectAnswer[] = []
  const many = Array.from({ length: 1_000 }, () => blob)
  await assert.rejects(async () => {
    for await (const answer of sessions.ask('content', many, abort.signal)) {
      answers.push(answer)
      abort.abort()
    }
  }, /aborted/)
  assert.equal(answers.length, 1)
  assert.deepEqual(running(gitDirectory), [])
})

test('a question that is given up in its turn leaves the others their answers', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { a: 'one' })
  const blob = await makeBlob(folder.path, 'text')
  await using sessions = createCatFileSessions(join(folder.path, '.git'))
  const abort = new AbortController()
  const asked = [contentsOf(sessions, [blob]), Array.fromAsync(sessions.ask('content', [blob], abort.signal)), contentsOf(sessions, [blob])]
  abort.abort()
  const ended = await Promise.allSettled(asked)
  assert.deepEqual(
    ended.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})
