/** `testimony spec` of what is large, far away or in other scripts. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { installJobQueues } from '../src/queue/install-job-queues.ts'
import { analysisJob } from '../src/analysis/analysis-job.ts'
import { specificationSchema } from '../src/report/specification/specification-schema.ts'
import { makeRepository } from '../src/source/testing/git-fixture.ts'
import { startGitServer } from '../src/source/testing/git-server.ts'
import { openForFile } from './support/for-file.ts'
import { testFiles } from './support/model-place.ts'
import { openDatabasePlace, type DatabasePlace } from './support/database-place.ts'
import type { ProgramExit } from './support/program.ts'
import { SUMS } from './support/testimony.ts'

let place: DatabasePlace
openForFile(openDatabasePlace, (opened) => (place = opened))

const spec = (given: readonly string[], environment?: Record<string, string>): Promise<ProgramExit> =>
  place.testimony(['spec', ...given], environment)

const behavioursIn = ({ stdout, stderr, code }: ProgramExit) => {
  assert.equal(code, 0, stderr)
  return specificationSchema.parse(JSON.parse(stdout)).domains.flatMap(({ features }) => features.flatMap(({ behaviours }) => behaviours))
}

describe('spec', () => {
  it('of an address analyses it by the queue, and says whose it is', async () => {
    await installJobQueues(place.database.pool, [analysisJob])
    const root = join(place.path, 'served')
    await makeRepository(join(root, 'sums'), SUMS)
    await using server = await startGitServer({ root })
    const url = `${server.origin}/sums`
    const exit = await spec([url, '--format', 'json'], { ALLOW_PRIVATE_NETWORKS: 'true' })
    assert.equal(behavioursIn(exit).length, 3)
    assert.equal(specificationSchema.parse(JSON.parse(exit.stdout)).repository.url, url)
    assert.match(exit.stderr, /parsed 1 file .*\n.*specification 1: 3 behaviours of 3 tests, written now by offline\n$/)
    const { rows } = await place.database.pool.query('select name, state from pgboss.job')
    assert.deepEqual(rows, [{ name: 'analysis.priority', state: 'completed' }])
  })

  it('of names in other scripts keeps them whole', async () => {
    const names = ['빈 장바구니를 거부한다', 'يرفض الرمز المنتهي', '👩‍👩‍👧 을 함께 둔다', '🛒 keeps items']
    const path = await place.repositoryOf(testFiles({ 'cart/cart.test.ts': names }))
    const texts = behavioursIn(await spec([path, '--format', 'json'])).map(({ text }) => text)
    for (const name of names)
      assert.ok(
        texts.some((text) => text.includes(name)),
        `${name} in ${texts.join('; ')}`,
      )
    const { stdout } = await spec([path])
    for (const name of names) assert.ok(stdout.includes(name), name)
  })

  it('of 28,000 tests, of which one file has 5,000, cites each', async () => {
    const many = (count: number, of: number): string[] => Array.from({ length: count }, (_, index) => `handles case ${index} of part ${of}`)
    const parts = Array.from({ length: 92 }, (_, part) => [`area${part % 9}/part${part}.test.ts`, many(250, part)] as const)
    const path = await place.repositoryOf(testFiles({ 'large/large.test.ts': many(5000, 92), ...Object.fromEntries(parts) }))
    const behaviours = behavioursIn(await spec([path, '--format', 'json']))
    assert.equal(new Set(behaviours.flatMap(({ tests }) => tests)).size, 28_000)
  })
})
