/** How `testimony spec` ends where its model fails or somebody ends it, and that it goes on from there. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { openForFile } from './support/for-file.ts'
import { gateInsertsInto } from './support/gate.ts'
import { answerWell, type Reply } from './support/model-server.ts'
import type { Asked } from './support/model-protocols.ts'
import { openModelPlace, testFiles, type ModelPlace } from './support/model-place.ts'
import type { ProgramExit } from './support/program.ts'
import { watchTable } from './support/watched-table.ts'

/** Of one request to classify, two to phrase and one to sum up. */
const NAMES = Array.from({ length: 60 }, (_, index) => `handles case ${index}`)
/** So that requests come one after the other. */
const ONE_BY_ONE = { SPEC_MODEL_CONCURRENCY: '1' }
/** Longer than any of it takes, and less than what ends a command that can't end by itself. */
const SOON = 8_000

let site: ModelPlace
openForFile(openModelPlace, (opened) => (site = opened))

let repositories = 0
/** Each is another one to the store of answers too. */
const repository = (): Promise<string> => {
  repositories += 1
  return site.place.repositoryOf(testFiles({ [`cart${repositories}/cart.test.ts`]: NAMES }))
}

const well = (asked: Asked): Reply => ({ kind: 'text', text: answerWell(asked) })

/** Answers what comes before the second request to phrase, which hangs. */
const hangInTheMiddle = (): (() => Promise<void>) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let phrasing = 0
  site.replyBy((asked) => {
    if (asked.step !== 'phrase' || (phrasing += 1) < 2) return well(asked)
    resolve()
    return { kind: 'hang' }
  })
  return () => promise
}

const stored = async (): Promise<unknown> => {
  const { rows } = await site.database.pool.query<{ versions: number; behaviours: number }>(
    'select (select count(*)::int from specification_versions) as versions, (select count(*)::int from specification_behaviours) as behaviours',
  )
  return rows[0]
}

/** How the last one stands, and whether it says what was paid for it. */
const lastOne = async (): Promise<{ status: string; paid: boolean } | undefined> =>
  (
    await site.database.pool.query<{ status: string; paid: boolean }>(
      'select status, coalesce(input_tokens > 0 and output_tokens > 0, false) as paid from specifications order by id desc limit 1',
    )
  ).rows[0]

/** The same command asks what was not answered, and no more. */
const assertGoesOn = async (
  path: string,
  missing: readonly Asked['step'][],
  run: () => Promise<ProgramExit> = () => site.spec([path], ONE_BY_ONE),
): Promise<void> => {
  site.replyBy()
  const asked = await site.askedBy(async () => {
    const exit = await run()
    assert.equal(exit.code, 0, exit.stderr)
    assert.match(exit.stderr, /60 behaviours of 60 tests, written now by openai:scripted[^\n]*\n$/)
  })
  assert.deepEqual(
    asked.map(({ step }) => step),
    missing,
  )
}

describe('a specification whose model fails', () => {
  for (const [what, status, says] of [
    ['refuses the key', 401, /\ntestimony: openai refuses the key \(401\): check OPENAI_API_KEY\n$/],
    ['is not there', 404, /\ntestimony: openai has no model scripted \(404\): check SPEC_MODEL or --model and OPENAI_BASE_URL\n$/],
  ] as const) {
    it(`ends at once and in one line where it ${what}`, async () => {
      site.replyBy(() => ({ kind: 'status', status }))
      const path = await repository()
      const asked = await site.askedBy(async () => {
        const { code, stdout, stderr } = await site.spec([path])
        assert.deepEqual([code, stdout], [2, ''])
        assert.match(stderr, says)
      })
      assert.equal(asked.length, 1)
    })
  }

  it('ends with 1 by what may pass, says what to do, and goes on where it was', async () => {
    const path = await repository()
    site.replyBy((asked) => (asked.step === 'phrase' ? { kind: 'status', status: 503, headers: { 'retry-after': '0' } } : well(asked)))
    const before = await stored()
    const { code, stdout, stderr } = await site.spec([path], ONE_BY_ONE)
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /\ntestimony: openai fails at a request \(503\): [^\n]* is kept, and the same command goes on from there\n$/)
    assert.deepEqual(await stored(), before)
    await assertGoesOn(path, ['phrase', 'phrase', 'summarise'])
  })
})

describe('a specification whose model leaves tests out', () => {
  it('says how many sentences are the offline writer’s, and asks for those when it is to write again', async () => {
    const path = await repository()
    site.replyBy((asked) => ({
      kind: 'text',
      text: answerWell({ ...asked, tests: new Map([...asked.tests].slice(asked.step === 'phrase' ? 1 : 0)) }),
    }))
    const { code, stderr } = await site.spec([path])
    assert.equal(code, 0, stderr)
    assert.match(stderr, /tokens in and [\d,]+ out; 2 of them by the offline writer, since the model gave nothing that can be used\n$/)
    site.replyBy()
    const asked = await site.askedBy(async () => {
      assert.match((await site.spec([path])).stderr, /as it was written before by openai:scripted; 2 of them by the offline writer/)
      const again = await site.spec([path, '--again'])
      assert.match(again.stderr, /written now by openai:scripted[^;\n]*\n$/)
      assert.match((await site.spec([path])).stderr, /as it was written before by openai:scripted\n$/)
    })
    assert.deepEqual(
      asked.map(({ step, tests }) => [step, tests.size]),
      [['phrase', 2]],
    )
  })
})

describe('a specification that is ended', () => {
  const endWhile = async (held: () => Promise<void>, path: string, signal: NodeJS.Signals): Promise<ProgramExit> => {
    await using program = site.start([path], ONE_BY_ONE)
    await program.whileRunning(held())
    const endedAt = performance.now()
    program.kill(signal)
    const exit = await program.exit
    assert.ok(performance.now() - endedAt < SOON)
    return exit
  }

  it('in the middle of a request by SIGINT, ends with 130 and stores nothing but answers', async () => {
    const path = await repository()
    const before = await stored()
    const { code, stdout, stderr } = await endWhile(hangInTheMiddle(), path, 'SIGINT')
    assert.deepEqual([code, stdout], [130, ''])
    assert.match(stderr, /^testimony: parsed [^\n]*\n$/)
    assert.deepEqual([await stored(), await lastOne()], [before, { status: 'failed', paid: true }])
    await assertGoesOn(path, ['phrase', 'summarise'])
  })

  it('in the middle of storing by SIGTERM, ends with 143 and stores nothing', async () => {
    const path = await repository()
    const before = await stored()
    site.replyBy()
    const gate = await gateInsertsInto(site.database, 'specification_behaviours')
    const { code, stdout } = await endWhile(gate.blocked, path, 'SIGTERM')
    await gate.open()
    assert.deepEqual([code, stdout], [143, ''])
    assert.deepEqual([await stored(), await lastOne()], [before, { status: 'failed', paid: true }])
    await assertGoesOn(path, [])
  })

  it('by a kill, has told what it was paid for, and goes on where it was once it has been silent for long', async () => {
    const path = await repository()
    await using rows = await watchTable(site.database.url, 'specifications')
    const hanging = hangInTheMiddle()
    const isPaid = async (): Promise<boolean> => (await lastOne())?.paid === true
    const { signal } = await endWhile(() => hanging().then(() => rows.until(isPaid)), path, 'SIGKILL')
    assert.equal(signal, 'SIGKILL')
    assert.deepEqual(await lastOne(), { status: 'running', paid: true })
    await assertGoesOn(path, ['phrase', 'summarise'], async () => {
      await using next = site.start([path], ONE_BY_ONE)
      await next.untilSaid(/somebody else is writing this specification already: waiting for it\n/)
      await site.database.pool.query(`update specifications set alive_at = now() - interval '11 seconds' where status = 'running'`)
      return await next.exit
    })
  })
})
