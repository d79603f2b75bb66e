import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'

import { makeRepository } from '../src/source/testing/git-fixture.ts'
import { startGitServer } from '../src/source/testing/git-server.ts'
import { findCredentials } from '../src/vault/find-credentials.ts'
import { createPrivateKeys } from '../src/vault/private-keys.ts'
import { openForFile } from './support/for-file.ts'
import { startHoldingProxy } from './support/holding-proxy.ts'
import { openTestDatabase } from './support/postgres.ts'
import { startInTerminal, terminalMissing, type Terminal } from './support/terminal.ts'
import { openWorkplace, SUMS, TESTIMONY, type Workplace } from './support/testimony.ts'

let place: Workplace
openForFile(openWorkplace, (opened) => (place = opened))

const inTerminal = (given: readonly string[], environment: Record<string, string> = {}): Terminal =>
  startInTerminal([TESTIMONY, ...given], { ...place.environment, ...environment })

/** What stands on the screen at the end: what a line erases is gone. */
const settled = (text: string): string =>
  text
    .split('\r\n')
    .map((line) => line.split('\r\u001b[2K').at(-1))
    .join('\n')

describe('in a terminal', { skip: terminalMissing }, () => {
  it('the table has colours and bars, within the width of the terminal', async () => {
    const terminal = inTerminal(['scan', await place.repositoryOf(SUMS)])
    assert.equal(await terminal.exit, 0)
    const screen = settled(terminal.text())
    assert.match(screen, /━━━━/)
    assert.ok(screen.includes('\u001b[33m'))
    assert.ok(screen.split('\n').every((line) => stripVTControlCharacters(line).length <= 90))
  })

  it('NO_COLOR takes the colours, and a dumb terminal gets text alone', async () => {
    const path = await place.repositoryOf(SUMS)
    const plain = inTerminal(['scan', path], { NO_COLOR: '1' })
    await plain.exit
    assert.ok(!settled(plain.text()).includes('\u001b'))
    assert.match(plain.text(), /━━/)
    const dumb = inTerminal(['scan', path], { TERM: 'dumb' })
    await dumb.exit
    assert.ok(!dumb.text().includes('\u001b'))
    assert.doesNotMatch(dumb.text(), /━/)
  })

  it('progress is drawn while work goes on, Ctrl-C ends it with 130, and nothing of it stays', async () => {
    const root = join(place.path, 'served')
    await makeRepository(join(root, 'sums'), SUMS)
    await using server = await startGitServer({ root })
    await using proxy = await startHoldingProxy(server.origin)
    let requests = 0
    const hold = proxy.holdNext(async () => (requests += 1) === 4)
    const terminal = inTerminal(['scan', `${proxy.origin}/sums`], { ALLOW_PRIVATE_NETWORKS: 'true' })
    await Promise.race([hold.held, terminal.exit])
    await terminal.until(/Fetching/)
    terminal.press('\u0003')
    assert.equal(await terminal.exit, 130)
    assert.doesNotMatch(settled(terminal.text()), /Fetching/)
  })

  it('a token that is typed is not shown, what was typed wrongly is taken back, and Ctrl-C stores nothing', async () => {
    await using database = await openTestDatabase()
    const keys = createPrivateKeys([Buffer.alloc(32, 1)])
    const environment = { DATABASE_URL: database.url, ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') }
    const given = ['token', 'add', 'github.com']
    const left = inTerminal(given, environment)
    await left.until(/Token for github\.com: /)
    left.press('ghp_s3cret\u0003')
    assert.equal(await left.exit, 130)
    assert.equal(await findCredentials(database.db, keys, 'https://github.com/a/b'), null)
    const typed = inTerminal(given, environment)
    await typed.until(/Token for github\.com: /)
    typed.press('wrong\u0015ghp_s3crex\u007ft\r')
    assert.equal(await typed.exit, 0)
    assert.doesNotMatch(left.text() + typed.text(), /s3cre|wrong/)
    assert.equal((await findCredentials(database.db, keys, 'https://github.com/a/b'))?.password, 'ghp_s3cret')
  })
})
