/** The spec generator as it runs: what it makes of jobs, and what becomes of one whose worker dies, hangs or is told to end. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { readSpecification } from '../src/specification/stored-specification.ts'
import { startForgetfulProxy } from './support/forgetful-proxy.ts'
import { runProgram, type Program } from './support/program.ts'
import { assertLeftAtOnce } from './support/second-signal.ts'
import { openSpecificationSite, type SpecificationSite } from './support/specification-site.ts'

/** From the death of a worker until another one has finished its specification. */
const TAKEOVER_LIMIT = 15_000

it('a spec generator whose connections are swallowed takes jobs again within seconds', async () => {
  await using site = await openSpecificationSite()
  await using proxy = await startForgetfulProxy(site.database.url)
  await using worker = site.specGenerator({ DATABASE_URL: proxy.url })
  await worker.untilLogged('Ready')
  proxy.forget()
  const at = performance.now()
  await site.send(await site.analyze())
  await worker.untilLogged('Started')
  const took = performance.now() - at
  assert.ok(took < 15_000, `it took ${Math.round(took)} ms`)
})

describe('the spec generator', () => {
  let site: SpecificationSite
  let worker: Program
  before(async () => {
    site = await openSpecificationSite()
    worker = site.specGenerator()
    await worker.untilLogged('Ready')
  })
  after(async () => {
    await worker[Symbol.asyncDispose]()
    await site[Symbol.asyncDispose]()
  })

  it('writes what the tests of an analysis say, once, and says so to whoever waits', async () => {
    const analysis = await site.analyze()
    const { code, stderr } = await site.enqueue(analysis, '--wait')
    assert.equal(code, 0, stderr)
    const [, behaviours, id] =
      /^enqueue: done: (\d+) behaviours of 3 tests, as specification (\d+), version 1, written by offline$/m.exec(stderr) ??
      assert.fail(stderr)
    const specification = (await readSpecification(site.database.db, String(id))) ?? assert.fail('it is not stored')
    const sentences = specification.domains.flatMap(({ features }) => features.flatMap((feature) => feature.behaviours))
    assert.equal(sentences.length, Number(behaviours))
    assert.deepEqual(sentences.flatMap(({ tests }) => tests).toSorted(), [
      'id-of-adds an item',
      'id-of-declines an expired card',
      'id-of-removes an item',
    ])
    const again = await site.enqueue(analysis, '--wait', '--writer', 'offline')
    assert.equal(again.stderr.split('\n').at(-2), stderr.split('\n').at(-2))
    assert.equal((await site.specifications()).length, 1)
  })

  it('says what makes an analysis where there is none, and tries it once', async () => {
    const { code, stdout, stderr } = await site.enqueue('999', '--wait')
    assert.equal(code, 1)
    assert.match(stderr, /\nenqueue: failed: There is no completed analysis 999: `enqueue analysis <url>` makes one[^\n]*\n$/)
    const job = (await site.jobs()).find(({ id }) => id === stdout.trim())
    assert.deepEqual([job?.state, job?.retry_count], ['failed', 0])
  })

  it('completes an analysis without tests, and says that it has none', async () => {
    const { code, stderr } = await site.enqueue(await site.analyze({}), '--wait')
    assert.equal(code, 0)
    assert.match(stderr, /\nenqueue: done: the analysis has no tests, so specification \d+ is empty\n$/)
    await worker.untilLogged('Specified; the analysis has no tests')
  })

  it('says in one line that its offline writer writes English', async () => {
    const { code, stderr } = await site.enqueue(await site.analyze(), '--wait', '--language', 'ko')
    assert.equal(code, 1)
    assert.match(stderr, /\nenqueue: failed: The offline writer writes English, and not ko[^\n]*\n$/)
  })

  it('says in one line why it asks no model', async () => {
    const named = await site.enqueue(await site.analyze(), '--wait', '--model', 'gemini:flash')
    assert.match(named.stderr, /\nenqueue: failed: This spec-generator does not ask gemini:flash for jobs: [^\n]*SPEC_JOB_MODELS\.\n$/)
    const unnamed = await site.enqueue(await site.analyze(), '--wait', '--writer', 'model')
    assert.match(unnamed.stderr, /\nenqueue: failed: This spec-generator has no SPEC_MODEL[^\n]*\n$/)
  })

  it('is told each fault of its configuration, and ends with 2', async () => {
    const { code, stdout, stderr } = await runProgram('spec-generator', {
      environment: { SPEC_CONCURRENCY: '0', SPEC_JOB_TIMEOUT: '15' },
    })
    assert.deepEqual([code, stdout], [2, ''])
    assert.deepEqual(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.trim().split(' ')[0]),
      ['spec-generator:', 'DATABASE_URL', 'SPEC_CONCURRENCY', 'SPEC_JOB_TIMEOUT'],
    )
  })
})

/** They wait for heartbeats to be missed, and each has a database of its own. */
describe('a specification in its middle', { concurrency: 2 }, () => {
  /** A worker whose specification waits to be stored. */
  const startHeld = async (
    site: SpecificationSite,
    environment?: Record<string, string>,
  ): Promise<{ worker: Program; release: () => Promise<void> }> => {
    const { held, release } = await site.hold()
    await site.send(await site.analyze())
    const worker = site.specGenerator(environment)
    await worker.whileRunning(held)
    return { worker, release }
  }
  const jobsAs = async (site: SpecificationSite): Promise<[string, number][]> =>
    (await site.jobs()).map(({ state, retry_count }) => [state, retry_count])
  const COMPLETED = { status: 'completed', error_code: null, version: 1, tests: 3 }

  it('is finished once by another worker within 15 seconds when its own is killed', async (context) => {
    await using site = await openSpecificationSite()
    const { worker, release } = await startHeld(site)
    await using killed = worker
    await using other = site.specGenerator()
    await other.untilLogged('Ready')
    killed.kill('SIGKILL')
    const killedAt = performance.now()
    await release()
    await other.untilLogged('Completed')
    const took = performance.now() - killedAt
    context.diagnostic(`finished ${Math.round(took)} ms after the kill`)
    assert.ok(took < TAKEOVER_LIMIT, `it took ${Math.round(took)} ms`)
    assert.deepEqual(await site.specifications(), [{ ...COMPLETED, attempt: 2 }])
    assert.deepEqual(await jobsAs(site), [['completed', 1]])
  })

  it('is finished by another worker when its own hangs, whose late result changes nothing', async () => {
    await using site = await openSpecificationSite()
    const { worker, release } = await startHeld(site)
    await using hanging = worker
    hanging.kill('SIGSTOP')
    // It holds the row of its specification from here on, until PostgreSQL ends its transaction.
    await release()
    await using other = site.specGenerator()
    await other.untilLogged('Completed')
    const stored = async () =>
      (await site.database.pool.query<Record<string, unknown>>('select id, attempt, summary, finished_at from specifications')).rows
    const before = await stored()
    hanging.kill('SIGCONT')
    await hanging.untilLogged(/went to another worker/)
    assert.deepEqual(await stored(), before)
    assert.deepEqual(await site.specifications(), [{ ...COMPLETED, attempt: 2 }])
    assert.deepEqual(await jobsAs(site), [['completed', 1]])
  })

  it('is put back by SIGTERM with no attempt used, and another worker finishes it', async () => {
    await using site = await openSpecificationSite()
    const { worker, release } = await startHeld(site, { SHUTDOWN_TIMEOUT: '4s' })
    await using ending = worker
    await using other = site.specGenerator()
    await other.untilLogged('Ready')
    ending.kill('SIGTERM')
    await ending.untilLogged(/Put back/)
    await release()
    const completed = await other.untilLogged('Completed')
    assert.equal(completed['attempt'], 1)
    const { code, signal } = await ending.exit
    assert.deepEqual({ code, signal }, { code: 0, signal: null })
    assert.deepEqual(await jobsAs(site), [['completed', 0]])
    assert.deepEqual(await site.specifications(), [{ ...COMPLETED, attempt: 2 }])
  })

  it('is finished by its own worker after SIGTERM when there is time for it', async () => {
    await using site = await openSpecificationSite()
    const { worker, release } = await startHeld(site)
    await using ending = worker
    ending.kill('SIGTERM')
    await ending.untilLogged('Ending')
    await release()
    assert.equal((await ending.exit).code, 0)
    assert.deepEqual(await site.specifications(), [{ ...COMPLETED, attempt: 1 }])
  })

  it('is left at once by a second signal, and nothing of it is stored', async () => {
    await using site = await openSpecificationSite()
    const { worker, release } = await startHeld(site)
    await using ending = worker
    await assertLeftAtOnce(ending)
    await release()
    assert.deepEqual(
      (await site.specifications()).map(({ status }) => status),
      ['running'],
    )
  })
})
