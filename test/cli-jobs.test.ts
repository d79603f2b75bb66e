/** `testimony jobs`: what a person sees of the queues and does to jobs by hand, with a real analyzer at work. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, beforeEach, describe, it } from 'node:test'

import { analysisJob } from '../src/analysis/analysis-job.ts'
import { readJobHistory, type JobHistory } from '../src/queue/list-jobs.ts'
import { setUpFile } from './support/for-file.ts'
import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { runProgram, type Program, type ProgramExit } from './support/program.ts'
import { assertFault } from './support/testimony.ts'
import { watchTable, type WatchedTable } from './support/watched-table.ts'

let site: AnalysisSite
let changes: WatchedTable
/** Whether the git server has more to do than it can. */
let overloaded = false
setUpFile(async (opened) => {
  site = opened.use(
    await openAnalysisSite({
      intercept: (_, response) => {
        if (overloaded) response.writeHead(503, { 'content-type': 'text/plain' }).end('later')
        return overloaded
      },
    }),
  )
  changes = opened.use(await watchTable(site.database.url, 'job_attempts'))
})
beforeEach(async () => {
  overloaded = false
  await site.database.pool.query('delete from pgboss.job; delete from job_attempts; delete from analyses; delete from analysis_attempts')
})

const jobs = (...given: string[]): Promise<ProgramExit> =>
  runProgram('testimony', { environment: { ...site.environment }, arguments: ['jobs', ...given] })
const done = async (...given: string[]): Promise<ProgramExit> => {
  const exit = await jobs(...given)
  assert.equal(exit.code, 0, exit.stderr)
  return exit
}

/** What `jobs show` shows, read without a program. */
const historyOf = async (id: string): Promise<JobHistory> =>
  (await readJobHistory(site.database.db, [analysisJob], id)) ?? assert.fail(`there is a job ${id}`)

const noProc = process.platform === 'linux' ? false : 'what a process has started is read from /proc'

describe('testimony jobs', () => {
  it('lists queues and jobs, for people and for programs', async () => {
    const id = await site.send(site.url, 'ada')
    const listed = (await done('list')).stdout
    assert.match(
      listed,
      /^queue +waiting +running\nanalysis.priority +0 +0\nanalysis.default +1 +0\nanalysis.scheduled +0 +0\nanalysis.dead +0 +0\nspecification.priority +0 +0\nspecification.default +0 +0\nspecification.scheduled +0 +0\nspecification.dead +0 +0\n\n/,
    )
    assert.match(listed, new RegExp(`\n${id} +waiting +analysis.default +0 +ada .*${site.url}`))
    assert.equal((await done()).stdout, listed, 'it is what `jobs` alone does')
    const parsed = JSON.parse((await done('list', '--state', 'waiting,running', '--format', 'json')).stdout) as { jobs: { id: string }[] }
    assert.deepEqual(
      parsed.jobs.map((job) => job.id),
      [id],
    )
    assert.match((await done('list', '--state', 'completed')).stdout, /specification.dead +0 +0\n$/)
  })

  it('says in one line what it can not do', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    const faults = await Promise.all(['show', 'retry', 'cancel'].map((command) => jobs(command, unknown)))
    for (const fault of faults) assertFault(fault, 2, /There is no job/)
    assertFault(await jobs('show', "x' or 1=1"), 2, /A job has an id such as/)
    assertFault(await jobs('pause', 'nonsense'), 2, /There is no queue nonsense: there are analysis, analysis.priority/)
    assertFault(await jobs('list', '--state', 'odd'), 2, /waiting, running/)
    const id = await site.send(site.url)
    assert.match((await jobs('retry', id)).stderr, /the job is waiting; only what has failed/)
  })

  it('shows nothing that others wrote so that it could deceive a reader', async () => {
    await site.send(site.url)
    await site.database.pool.query(
      `update pgboss.job set data = jsonb_set(data, '{requester}', '"\\u001b[2Jada\\nroot"') where state = 'created'`,
    )
    const { stdout } = await done('list')
    assert.ok(!stdout.includes('\u001b'))
    assert.match(stdout, /\\x1b\[2Jada\\nroot/)
  })
})

describe('testimony jobs beside an analyzer', () => {
  let worker: Program
  before(() => {
    worker = site.analyzer()
  })
  after(() => worker[Symbol.asyncDispose]())

  it('cancels a running analysis: git and all else is let go within a second, and nothing is stored', { skip: noProc }, async (context) => {
    const url = await site.addRepository('cancelled')
    const hold = site.holdAnalysis()
    const id = await site.send(url)
    await worker.whileRunning(hold.held)
    assert.ok((await childrenOf(worker.pid)).length > 0, 'git waits for the server')
    await changes.until(async () => (await historyOf(id)).job.progress !== null)
    const running = await historyOf(id)
    assert.equal(running.job.state, 'running')
    assert.match(running.attempts[0]?.worker ?? '', new RegExp(`^testimony analyzer queue@.*:${worker.pid}$`))

    const asked = performance.now()
    const cancelled = await done('cancel', id, '--by', 'grace')
    const told = performance.now()
    await worker.untilLogged(/^Cancelled/)
    context.diagnostic(
      `let go ${Math.round(performance.now() - told)} ms after the command's end, which took ${Math.round(told - asked)} ms`,
    )
    assert.ok(performance.now() - told < 1000)
    assert.match(cancelled.stderr, /its worker lets go/)
    assert.deepEqual(await childrenOf(worker.pid), [])
    hold.release()

    const shown = await historyOf(id)
    assert.equal(shown.job.state, 'cancelled')
    assert.deepEqual(
      shown.attempts.map(({ outcome }) => outcome),
      ['cancelled'],
    )
    assert.deepEqual(shown.interventions, [{ ...shown.interventions[0], action: 'cancelled', by: 'grace', successor: null }])
    assert.deepEqual(
      (await site.attempts()).map(({ status }) => status),
      ['abandoned'],
    )
    const { rows } = await site.database.pool.query("select from analyses where status = 'completed'")
    assert.equal(rows.length, 0)
    assert.equal((await jobs('cancel', id)).code, 1)

    const successor = (await done('retry', id)).stdout.trim()
    await worker.whileRunning(changes.until(async () => (await historyOf(successor)).job.state === 'completed'))
  })

  it('shows a dead letter of a server that failed five times, and runs it again once, of two who ask, when that is well', async () => {
    overloaded = true
    const id = await site.send(site.url)
    const attempts = async (): Promise<number> => (await historyOf(id)).attempts.filter(({ outcome }) => outcome !== null).length
    for (let attempt = 1; attempt <= 5; attempt++) {
      await worker.whileRunning(changes.until(async () => (await attempts()) === attempt))
      await site.database.pool.query("update pgboss.job set start_after = now() where state = 'retry'")
    }
    const dead = await historyOf(id)
    assert.equal(dead.job.state, 'dead')
    assert.deepEqual(
      dead.attempts.map(({ number, outcome, error }) => `${number} ${outcome} ${error?.code}`),
      [1, 2, 3, 4, 5].map((number) => `${number} ${number < 5 ? 'retried' : 'dead-lettered'} server-error`),
    )
    for (const { error } of dead.attempts) assert.match(error?.message ?? '', /answered .*\/sums with error 503/)
    assert.deepEqual(
      (await site.attempts()).map(({ status, error_code }) => `${status} ${error_code}`),
      Array.from({ length: 5 }, () => 'failed server-error'),
    )
    const listed = (await done()).stdout
    assert.match(listed, /\nanalysis.dead +1 +0\n/)
    assert.match(listed, new RegExp(`\n${id} +dead +analysis.default +5 .*server-error`))
    assert.equal((await done('show', id, '--format', 'json')).stdout, `${JSON.stringify(dead, null, 2)}\n`)
    assert.match((await done('show', id)).stdout, /\n5 +\d{4}-.* dead-lettered +testimony analyzer queue@/)

    await done('pause', 'analysis')
    const retried = await Promise.all(['ada', 'grace'].map((by) => jobs('retry', id, '--by', by)))
    assert.equal(retried.filter(({ code }) => code === 1).length, 1)
    const successor = retried.find(({ code }) => code === 0)?.stdout.trim() ?? ''
    const other = retried.find(({ code }) => code === 1)
    assert.match(other?.stderr ?? '', new RegExp(`ran it again at .* as job ${successor}; nothing was sent`))
    const { job, interventions } = await historyOf(id)
    assert.equal(job.state, 'failed')
    assert.deepEqual(
      interventions.map((one) => [one.action, one.successor]),
      [['retried', successor]],
    )
    assert.equal((await historyOf(successor)).job.state, 'waiting')

    overloaded = false
    await done('resume', 'analysis')
    await worker.whileRunning(changes.until(async () => (await historyOf(successor)).job.state === 'completed'))
    assert.deepEqual(
      (await historyOf(successor)).attempts.map(({ number, outcome }) => `${number} ${outcome}`),
      ['1 completed'],
    )
  })

  it('pauses and resumes a queue', async () => {
    const paused = await done('pause', 'analysis.scheduled', '--by', 'ada')
    assert.match(paused.stderr, /^testimony: paused: analysis.scheduled; running jobs go on\n$/)
    assert.match((await done('list')).stdout, /\nanalysis.scheduled +0 +0 +paused since .* by ada\n/)
    const held = await site.send(site.url, 'somebody', { urgency: 'scheduled' })
    const other = await site.send(site.url, 'somebody', { ref: 'main' })
    await worker.whileRunning(changes.until(async () => (await historyOf(other)).job.state === 'completed'))
    assert.equal((await historyOf(held)).job.state, 'waiting')
    await done('resume', 'analysis.scheduled')
    await worker.whileRunning(changes.until(async () => (await historyOf(held)).job.state === 'completed'))
    worker.kill('SIGTERM')
    assert.equal((await worker.exit).code, 0)
  })
})

/** The processes that this one has started and that are there still, by what the system says of them. */
const childrenOf = async (pid: number): Promise<string[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter((child) => child !== '')
}
