/** Private repositories, from a real git server that demands a token, by a real analyzer. */
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, it } from 'node:test'

import { createPrivateKeys } from '../src/vault/private-keys.ts'
import { rotateTokens } from '../src/vault/rotate-tokens.ts'
import { sealToken } from '../src/vault/seal-token.ts'
import { storeToken } from '../src/vault/store-token.ts'
import { parseTokenScope } from '../src/vault/token-scope.ts'
import { setUpFile } from './support/for-file.ts'
import { openAnalysisSite, type AnalysisSite, type Job } from './support/analysis-site.ts'
import { startOtlpReceiver, type OtlpReceiver } from './support/otlp-receiver.ts'
import type { Program } from './support/program.ts'
import { watchTable, type WatchedTable } from './support/watched-table.ts'

const TOKEN = 'ghp_s3cret-of-the-team'
const USERNAME = 'x-access-token'
const BASIC = Buffer.from(`${USERNAME}:${TOKEN}`).toString('base64')
const [OLD_KEY, NEW_KEY] = [Buffer.alloc(32, 21), Buffer.alloc(32, 22)]
const [oldKeys, newKeys] = [createPrivateKeys([OLD_KEY]), createPrivateKeys([NEW_KEY])]
const keyText = (...keys: Buffer[]): string => keys.map((key) => key.toString('base64')).join(',')

let site: AnalysisSite
let analyzer: Program
let changes: WatchedTable
/** The Authorization header of each request that the git server had, undefined where it had none. */
let shown: (string | undefined)[] = []
const shownTokens = (): string[] => {
  assert.ok(shown.length > 0)
  return shown.flatMap((header) => header ?? [])
}

setUpFile(async (opened) => {
  site = opened.use(
    await openAnalysisSite({
      intercept: (request, response) => {
        const { authorization } = request.headers
        shown.push(authorization)
        if (!request.url?.startsWith('/private') || authorization === `Basic ${BASIC}`) return false
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
        return true
      },
    }),
  )
  changes = opened.use(await watchTable(site.database.url, 'pgboss.job_common'))
  analyzer = opened.use(analyzerWith(OLD_KEY))
})
afterEach(async () => {
  await site.database.pool.query('truncate sealed_tokens; delete from pgboss.job')
  shown = []
})

const store = async (scope: string, token: string, keys = oldKeys): Promise<void> => {
  const sealed = await sealToken(parseTokenScope(scope, { allowHttp: true }), token, keys.current.public)
  await storeToken(site.database.db, { ...sealed, username: USERNAME })
}

const analyzerWith = (...keys: Buffer[]): Program => site.analyzer({ ENCRYPTION_KEY: keyText(...keys), LOG_LEVEL: 'trace' })

/** Sends a job and waits until it has ended, or waits for another attempt. */
const outcomeOf = async (url: string, by = analyzer): Promise<Job> => {
  await site.send(url, 'team')
  const ended = async (): Promise<Job | undefined> =>
    (await site.jobs()).find(({ state }) => ['completed', 'failed', 'retry'].includes(state))
  await by.whileRunning(changes.until(async () => (await ended()) !== undefined))
  const job = await ended()
  assert.ok(job)
  await site.database.pool.query('delete from pgboss.job')
  return job
}

const stop = async (program: Program): Promise<string> => {
  program.kill('SIGTERM')
  const { code, stdout, stderr } = await program.exit
  assert.equal(code, 0, stderr)
  return stdout + stderr
}

describe('a private repository', () => {
  it('is read with the token of its host, which a public one is not asked for', async () => {
    const url = await site.addRepository('private-one')
    assert.equal((await outcomeOf(site.url)).state, 'completed')
    assert.deepEqual(shownTokens(), [])
    await store(site.origin, TOKEN)
    assert.equal((await outcomeOf(url)).state, 'completed')
    assert.ok(shownTokens().includes(`Basic ${BASIC}`))
  })

  it('without a token, or with a wrong one, fails for good and in words that say what to do', async () => {
    const url = await site.addRepository('private-two')
    const without = await outcomeOf(url)
    assert.deepEqual([without.state, without.output?.code, without.retry_count], ['failed', 'no-access', 0])
    assert.match(without.output?.message ?? '', /if it is private, store a token for .* with testimony token add/)
    await store(site.origin, 'ghp_expired')
    const wrong = await outcomeOf(url)
    assert.deepEqual([wrong.state, wrong.output?.code, wrong.retry_count], ['failed', 'no-access', 0])
    assert.match(wrong.output?.message ?? '', /the token stored for it may be wrong.* testimony token add/)
  })

  it('never sees the token of another host, port or scheme', async () => {
    const url = await site.addRepository('private-three')
    const { port } = new URL(site.origin)
    for (const other of [
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${Number(port) - 1}`,
      `http://localhost:${port}`,
      'http://127.0.0.1',
    ])
      await store(other, TOKEN)
    assert.equal((await outcomeOf(url)).output?.code, 'no-access')
    assert.deepEqual(shownTokens(), [])
  })

  it('whose token is sealed for a key that is not here fails for good, and is not asked for as if it were public', async () => {
    const url = await site.addRepository('private-four')
    await store(site.origin, TOKEN, newKeys)
    const job = await outcomeOf(url)
    assert.deepEqual([job.state, job.output?.code, job.retry_count], ['failed', 'token-key-missing', 0])
    assert.match(job.output?.message ?? '', new RegExp(`key ${newKeys.current.public.id}.* ENCRYPTION_KEY`))
    assert.deepEqual(shown, [])
  })

  it('whose token can not be looked up is tried again, and is not asked for as if it were public', async () => {
    const url = await site.addRepository('private-five')
    await analyzer.untilLogged('Ready')
    await site.database.pool.query('alter table sealed_tokens rename to elsewhere')
    try {
      assert.equal((await outcomeOf(url)).state, 'retry')
    } finally {
      await site.database.pool.query('alter table elsewhere rename to sealed_tokens')
    }
    assert.deepEqual(shown, [])
  })

  it('is read before, while and after its key is exchanged for another', async () => {
    const url = await site.addRepository('private-six')
    await store(site.origin, TOKEN)
    await stop(analyzer)
    await using withBoth = analyzerWith(NEW_KEY, OLD_KEY)
    assert.equal((await outcomeOf(url, withBoth)).state, 'completed')
    const bothKeys = createPrivateKeys([NEW_KEY, OLD_KEY])
    assert.equal((await rotateTokens(site.database.db, bothKeys, new AbortController().signal)).rotated, 1)
    assert.equal((await outcomeOf(url, withBoth)).state, 'completed')
    await stop(withBoth)
    await using withNew = analyzerWith(NEW_KEY)
    assert.equal((await outcomeOf(url, withNew)).state, 'completed')
  })
})

/** Each row of each table, as text. */
const allRows = async (): Promise<string> => {
  const { rows: tables } = await site.database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  )
  assert.ok(tables.length > 10)
  const dumps = tables.map(
    async ({ name }) => (await site.database.pool.query<{ row: string }>(`select t::text as row from ${name} t`)).rows,
  )
  return (await Promise.all(dumps)).flatMap((rows) => rows.map(({ row }) => row)).join('\n')
}

/** Of each process of this machine that may be read. */
const processFiles = async (name: 'cmdline' | 'environ'): Promise<string[]> => {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')))
}

const filesBelow = async (folder: string): Promise<Buffer[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))))
}

/** One that also tells all it can to a collector. */
const tracedAnalyzer = ({ endpoint }: OtlpReceiver): Program =>
  site.analyzer({
    ENCRYPTION_KEY: keyText(OLD_KEY),
    LOG_LEVEL: 'trace',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  })

const skip = process.platform === 'linux' ? false : 'only Linux has /proc'

describe('a token', { skip }, () => {
  it('is in the environment of git alone: in no argument, file, row, log or trace', async () => {
    const url = await site.addRepository('private-swept')
    await store(site.origin, TOKEN)
    const forms = [TOKEN, BASIC, Buffer.from(TOKEN).toString('hex'), Buffer.from(TOKEN).toString('base64').replaceAll('=', '')]
    const assertNowhere = (where: string, texts: readonly (string | Buffer)[]): void => {
      for (const form of forms) assert.ok(!texts.some((text) => text.includes(form)), `${where} shows ${form}`)
    }
    await using receiver = await startOtlpReceiver()
    await using swept = tracedAnalyzer(receiver)
    const hold = site.holdAnalysis()
    await site.send(url, 'team')
    await swept.whileRunning(hold.held)
    const commands = await processFiles('cmdline')
    assert.ok(
      commands.some((command) => command.includes('remote.origin.url=') && command.includes('/private-swept')),
      'git is fetching',
    )
    assert.ok(
      (await processFiles('environ')).some((environment) => environment.includes(BASIC)),
      'and has the token',
    )
    assertNowhere('an argument', commands)
    const cache = site.environment['ANALYZER_CACHE_DIR'] ?? ''
    const files = await filesBelow(cache)
    assert.ok(
      files.some((content) => content.includes('partialClone')),
      'the clone is there',
    )
    assertNowhere('a file', files)
    assertNowhere('a row', [await allRows()])
    hold.release()
    await changes.until(async () => (await site.jobs()).every(({ state }) => state === 'completed'))
    assertNowhere('a file', await filesBelow(cache))
    assertNowhere('a row', [await allRows()])
    const log = await stop(swept)
    assert.match(log, /Analysed/)
    assertNowhere('the log', [log])
    assert.match(receiver.everything, /private-swept/)
    assertNowhere('a trace', [receiver.everything])
  })

  it('that does not fit is in no log, row or trace either', async () => {
    const url = await site.addRepository('private-refused')
    await store(site.origin, 'ghp_s3cret-but-wrong')
    await using receiver = await startOtlpReceiver()
    await using swept = tracedAnalyzer(receiver)
    await outcomeOf(url, swept)
    const everything = [await stop(swept), await allRows(), receiver.everything].join('\n')
    assert.match(everything, /private-refused/)
    assert.match(receiver.everything, /no-access/)
    assert.doesNotMatch(everything, /ghp_s3cret/)
  })
})
