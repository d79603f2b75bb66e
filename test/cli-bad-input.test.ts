import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import type { InventoryJson } from '../src/index.ts'
import { git, writeFiles } from '../src/source/testing/git-fixture.ts'
import { startGitServer } from '../src/source/testing/git-server.ts'
import { openForFile } from './support/for-file.ts'
import { assertFault, openWorkplace, SUMS, TESTIMONY, type Workplace } from './support/testimony.ts'

let place: Workplace
openForFile(openWorkplace, (opened) => (place = opened))

describe('scan of what is no good', () => {
  it('refuses a path that does not exist', async () => {
    assertFault(await place.testimony(['scan', join(place.path, 'nowhere')]), 4, /nowhere does not exist/)
  })

  it('refuses a file', async () => {
    const file = join(place.path, 'a-file')
    await writeFile(file, '')
    assertFault(await place.testimony(['scan', file]), 4, /is a file/)
  })

  it('refuses a URL without a repository', async () => {
    await using server = await startGitServer({ root: place.path })
    const exit = await place.testimony(['scan', `${server.origin}/nothing`], { ALLOW_PRIVATE_NETWORKS: 'true' })
    assertFault(exit, 4, /nothing/)
  })

  it('refuses private networks, other protocols and credentials in a URL', async () => {
    assertFault(await place.testimony(['scan', 'https://127.0.0.1/a']), 2, /ALLOW_PRIVATE_NETWORKS|private|loopback/i)
    assertFault(await place.testimony(['scan', 'ext::sh -c touch% /tmp/owned']), 2, /testimony: /)
    for (const given of [
      ['scan', 'https://user:hunter2secret@git.example/a'],
      ['scan', 'https://user:hunter2secret/b@git.example/a'],
      ['scan', 'user:hunter2secret/b@git.example:a/b'],
      ['scan', 'git.example/a/b#token=hunter2secret'],
      ['scan', '-u:hunter2secret@git.example'],
      ['scan', '--', '-u:hunter2secret@git.example'],
      ['https://user:hunter2secret@git.example/a'],
      ['scan', '--format=https://user:hunter2secret@git.example'],
      ['scan', '-fuser:hunter2secret@git.example'],
    ]) {
      const withSecret = await place.testimony(given)
      assertFault(withSecret, withSecret.code === 4 ? 4 : 2, /testimony: /)
      assert.doesNotMatch(withSecret.stderr, /hunter2secret/)
    }
  })

  it('refuses an unknown ref', async () => {
    assertFault(await place.testimony(['scan', await place.repositoryOf(SUMS), '--ref', 'no-such-branch']), 4, /no-such-branch/)
  })

  it('refuses an empty repository', async () => {
    const path = join(place.path, 'empty')
    await mkdir(path)
    await git(path, 'init', '-q', '--bare')
    assertFault(await place.testimony(['scan', path]), 4, /empty|no commit/)
  })

  it('says that a repository has no tests, and is done', async () => {
    const path = await place.repositoryOf({ 'README.md': 'nothing here' })
    const table = await place.testimony(['scan', path])
    assert.match(table.stdout, /No tests/)
    assert.equal(table.code, 0)
    const json = await place.testimony(['scan', path, '--format', 'json'])
    assert.equal(JSON.parse(json.stdout).totals.tests, 0)
    assert.match(json.stderr, /^testimony: no tests[^\n]+\n$/)
    assert.equal(json.code, 0)
  })

  it('names a test file with a syntax error, lists the others and ends with 3', async () => {
    const path = await place.repositoryOf({ ...SUMS, 'broken.test.ts': "import { test } from 'vitest'\ntest('x', () => {\n  const = ;\n" })
    const exit = await place.testimony(['scan', path, '--format', 'json'])
    assert.equal(exit.code, 3)
    assert.match(exit.stderr, /broken\.test\.ts/)
    assert.doesNotMatch(exit.stderr, /\n\s+at /)
    const inventory: InventoryJson = JSON.parse(exit.stdout)
    assert.equal(inventory.files.find((file) => file.path === 'sums.test.ts')?.tests.length, 1)
    assert.equal(inventory.diagnostics[0]?.path, 'broken.test.ts')
  })

  it('names a file whose object is corrupt, lists the others and ends with 3', async () => {
    const path = await place.repositoryOf({ ...SUMS, 'lost.test.ts': "import { test } from 'vitest'\ntest('lost', () => {})\n" })
    const id = await git(path, 'rev-parse', 'HEAD:lost.test.ts')
    const object = join(path, '.git/objects', id.slice(0, 2), id.slice(2))
    await chmod(object, 0o644)
    await writeFile(object, 'no zlib at all')
    const exit = await place.testimony(['scan', join(path, '.git'), '--format', 'ndjson'])
    assert.equal(exit.code, 3, exit.stderr)
    assert.match(exit.stderr, /lost\.test\.ts/)
    assert.match(exit.stdout, /"adds"/)
  })

  const closed: [what: string, closes: string][] = [
    ['a folder', '.'],
    ['a repository', '.git'],
  ]
  for (const [what, closes] of closed)
    it(`refuses ${what} without permission`, async (context) => {
      if (process.platform === 'win32') return context.skip('there are no such permissions')
      const path = await place.repositoryOf(SUMS)
      await chmod(join(path, closes), 0o000)
      try {
        if (process.getuid?.() !== 0) return assertFault(await place.testimony(['scan', path]), 4, /permission/)
        // Root may read anything, so somebody else looks: in a copy of the world that they can get to.
        await chmod(place.path, 0o755)
        const child = spawn(process.execPath, [TESTIMONY, 'scan', path], {
          uid: 65_534,
          gid: 65_534,
          env: { PATH: process.env['PATH'], ...place.environment },
        })
        let stderr = ''
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
        const [code] = await once(child, 'close')
        if (/Cannot find module|EACCES.*main\.ts/.test(stderr)) return context.skip('this checkout is closed to other users')
        assert.match(stderr, /^testimony: [^\n]*permission[^\n]*\n$/)
        assert.equal(code, 4)
      } finally {
        await chmod(join(path, closes), 0o755)
      }
    })

  it('follows no symlink out of a folder, and is complete all the same', async () => {
    const path = join(place.path, 'linked')
    await writeFiles(path, SUMS)
    await symlink('/etc', join(path, 'outside'))
    const exit = await place.testimony(['scan', path, '--format', 'json'])
    assert.equal(exit.code, 0, exit.stderr)
    assert.equal(JSON.parse(exit.stdout).diagnostics[0].code, 'symlinks-not-followed')
  })

  it('shows no escape sequence of a name, anywhere', async () => {
    const path = join(place.path, 'hostile')
    await writeFiles(path, {
      ...SUMS,
      'a\u001b[31m\nb.test.ts': "import { test } from 'vitest'\ntest('\\u001b]0;owned\\u0007 \\u202e evil', () => {})\n",
      'c\u001b[2J.test.ts': "import { test } from 'vitest'\ntest('x', () => {\n",
    })
    for (const format of ['table', 'markdown']) {
      const exit = await place.testimony(['scan', path, '--format', format, '--tests', '--verbose'])
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      assert.doesNotMatch(exit.stdout + exit.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
      assert.match(exit.stdout, /\\x1b\]0;owned/)
    }
  })
})

describe('usage', () => {
  const cases: [string, string[], RegExp][] = [
    ['an unknown command', ['scam'], /unknown command 'scam' \(Did you mean scan\?\)/],
    ['an unknown option', ['scan', '--colour'], /unknown option '--colour'/],
    ['an unknown format', ['scan', '--format', 'xml'], /table, json, ndjson, markdown/],
    ['an unknown status', ['scan', '--status', 'broken'], /active, focused, skipped, todo, xfail/],
    ['an unknown gate', ['scan', '--fail-on', 'everything'], /skipped-without-reason/],
    ['a size without a unit', ['scan', '--max-file-size', '5'], /--max-file-size must be a size/],
    ['a second target', ['scan', '.', '.'], /too many arguments/],
    ['an output in no folder', ['scan', '--output', '/nowhere/at/all'], /--output \/nowhere\/at\/all can't be written/],
    ['an output that is a folder', ['scan', '--output', '/'], /is a folder/],
    ['a malformed ref', ['scan', '--ref', '--upload-pack=touch'], /testimony: /],
  ]
  for (const [what, given, says] of cases) {
    it(`refuses ${what}`, async () => assertFault(await place.testimony(given), 2, says))
  }

  it('refuses a wrong setting without showing its value', async () => {
    const exit = await place.testimony(['scan', place.path], { ALLOW_PRIVATE_NETWORKS: 'hunter2secret' })
    assertFault(exit, 2, /ALLOW_PRIVATE_NETWORKS/)
    assert.doesNotMatch(exit.stderr, /hunter2secret/)
  })

  it('tells several wrong settings in one line, each by itself', async () => {
    const exit = await place.testimony(['scan', place.path], { ALLOW_PRIVATE_NETWORKS: 'maybe', ANALYZER_MAX_FILE_BYTES: 'much' })
    assertFault(exit, 2, /has 2 faults: ANALYZER_MAX_FILE_BYTES must be [^;]+; ALLOW_PRIVATE_NETWORKS must be [^;]+$/m)
  })

  it('shows the stack of a fault only where --debug asks for it', async () => {
    const exit = await place.testimony(['scan', join(place.path, 'nowhere'), '--debug'])
    assert.match(exit.stderr, /\n\s+at /)
    assert.equal(exit.code, 4)
  })

  it('lists the commands that there are', async () => {
    const { stdout, code } = await place.testimony(['--help'])
    for (const command of ['scan', 'analyze', 'up', 'migrate', 'doctor']) assert.match(stdout, new RegExp(`^  ${command}\\b`, 'm'))
    assert.equal(code, 0)
  })
})
