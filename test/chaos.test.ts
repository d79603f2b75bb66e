/** A minute of the fault campaign (`npm run chaos`), and that its checks do find what they look for; for leaks in chaos-leaks.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { runCampaign } from './chaos/campaign.ts'
import { verify } from './chaos/verify.ts'
import { temporaryFolder } from '../src/source/testing/git-fixture.ts'
import { openTestDatabase } from './support/postgres.ts'

const MINUTE = 60_000

test('a minute of faults loses nothing, doubles nothing and leaves nothing behind', { timeout: 4 * MINUTE }, async () => {
  const lines: string[] = []
  const { findings, promised, analyses, terms } = await runCampaign({
    seed: 11,
    duration: MINUTE,
    faultEvery: 5000,
    analyzers: 2,
    // Half as much work as `npm run chaos` has, beside all the other tests.
    pauses: [600, 3000],
    say: (line) => lines.push(line),
  })
  assert.deepEqual(findings, [], lines.join('\n'))
  assert.ok(promised > 10 && analyses > 5 && terms > 0, 'there was work to lose')
})

const JOB = '00000000-0000-4000-8000-000000000001'

/** What is wrong, by the words that a finding begins with. */
const WRONG: [finding: string, statement: string][] = [
  [
    'a job has not ended',
    `insert into pgboss.job (id, name, state, singleton_key) values (gen_random_uuid(), 'analysis.default', 'retry', 'a')`,
  ],
  [
    'a job was completed more than once',
    `insert into job_attempts (job_id, started_at, queue, number, worker, ended_at, outcome)
    select '${JOB}', now() + n * interval '1 s', 'analysis.default', n, 'somebody', now(), 'completed' from generate_series(1, 2) n`,
  ],
  [
    'a completed job has no attempt',
    `insert into pgboss.job (id, name, state, singleton_key) values (gen_random_uuid(), 'analysis.default', 'completed', 'b')`,
  ],
  [
    'an attempt at a job has no end',
    `insert into job_attempts (job_id, started_at, queue, number, worker) values ('${JOB}', now(), 'analysis.default', 1, 'somebody')`,
  ],
  [
    'an analysis runs still',
    `insert into repositories (identity_key, identity) values ('r', 'r');
    insert into analyses (repository_id, commit, extractor_version, status) select id, 'c', '1', 'running' from repositories`,
  ],
  ['an attempt at an analysis runs still', `insert into analysis_attempts (target, status) values ('r', 'running')`],
  [
    'an analysis was completed by two attempts',
    `insert into repositories (identity_key, identity) values ('r', 'r');
    insert into analyses (repository_id, commit, extractor_version, status) select id, 'c', '1', 'running' from repositories;
    insert into analysis_attempts (analysis_id, target, status, finished_at) select id, 'r', 'completed', now() from analyses, generate_series(1, 2)`,
  ],
  [
    'an analysis lists a file that is not stored',
    `insert into repositories (identity_key, identity) values ('r', 'r');
    insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids, finished_at)
    select id, 'c', '1', 'completed', 1, '{}', '{"tests": 0}', '[]', '{99}', now() from repositories`,
  ],
  [
    'an analysis counts other tests',
    `insert into repositories (identity_key, identity) values ('r', 'r');
    insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids, finished_at)
    select id, 'c', '1', 'completed', 1, '{}', '{"tests": 3}', '[]', '{}', now() from repositories`,
  ],
  [
    'a lease had two holders',
    `insert into lease_terms (name, token, holder, held_from, held_until)
    select 'schedule', n, 'holder ' || n, now() + n * interval '1 s', now() + n * interval '3 s' from generate_series(1, 2) n`,
  ],
  [
    'a tick was done twice',
    `insert into periodic_runs (job, started_by, due_at, finished_at, outcome, summary)
    select 'retention-cleanup', 'scheduler', '2026-01-01', now(), 'done', '{}' from generate_series(1, 2)`,
  ],
  [
    'a tick has not ended',
    `insert into periodic_ticks (job, due_at, status, token, attempts) values ('retention-cleanup', now(), 'running', 1, 1)`,
  ],
  [
    'commit c has undefined tests; 3 are stored',
    `insert into repositories (identity_key, identity) values ('r', 'r');
    insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids, finished_at)
    select id, 'c', '1', 'completed', 1, '{}', '{"tests": 3}', '[]', '{}', now() from repositories`,
  ],
  ['a job that was promised is not there', 'select'],
  ['the head 1111 is not analysed', 'select'],
]

for (const [finding, statement] of WRONG) {
  test(`the checks say where ${finding}`, async () => {
    await using database = await openTestDatabase('with queues')
    await using folder = await temporaryFolder()
    await database.pool.query(statement)
    const workload = { promised: new Set([JOB]), tests: new Map<string, number>(), heads: () => ['1111'] }
    const found = await verify(database.pool, workload, { programs: folder.path, temporary: folder.path, cache: folder.path })
    assert.ok(
      found.some((sentence) => sentence.startsWith(finding)),
      found.join('\n'),
    )
  })
}
