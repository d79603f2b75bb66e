import { sql, type Transaction } from 'kysely'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import type { Tables } from '../postgres/tables.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { repositoryKey, textKey } from './repository-identity.ts'
import type { AnalysisKey } from './stored-analysis.ts'

/** One run of the work on one analysis. While no later attempt began, it alone may write the analysis. */
export interface AnalysisAttempt {
  id: string
  analysisId: string
  repositoryId: string
}

/** A later attempt has taken the analysis over, or finished it: what this one found counts no more. */
export class AttemptSuperseded extends Error {
  override readonly name = 'AttemptSuperseded'
  readonly code = 'attempt-superseded'

  constructor(attempt: AnalysisAttempt) {
    super(`Attempt ${attempt.id} no longer owns analysis ${attempt.analysisId}: another one has taken it over`)
  }
}

/** The attempt's error, as a person may read it. */
export interface AttemptError {
  code: string
  message: string
}

const LONGEST_MESSAGE = 2000

const messageOf = (error: AttemptError): string => storableText(error.message.slice(0, LONGEST_MESSAGE))

/** PostgreSQL answers a row for each that it inserts, unless something of the installation's own keeps it from doing so. */
const notStored = (table: string): PlainFault =>
  new PlainFault('row-not-stored', `A row of ${table} was not stored: look for a trigger or rule on that table, and remove it`)

const ensureRepository = async (db: Database, identity: RepositoryIdentity): Promise<string> => {
  const key = repositoryKey(identity)
  const { rows: present } = await sql<{ id: string }>`select id from repositories where identity_key = ${textKey(key)}`.execute(db)
  if (present[0]) return present[0].id
  const orNull = (text: string | undefined): string | null => (text === undefined ? null : storableText(text))
  const { rows } = await sql<{ id: string }>`
    insert into repositories (identity_key, identity, url, path)
    values (${textKey(key)}, ${storableText(key)}, ${orNull(identity.url)}, ${orNull(identity.path)})
    on conflict (identity_key) do update set identity = excluded.identity
    returning id
  `.execute(db)
  const [made] = rows
  if (!made) throw notStored('repositories')
  return made.id
}

export interface BeginOptions {
  again?: boolean
  /** Of the job that it is made for, whose earlier attempts are abandoned too, at whatever commit they were. */
  jobId?: string | undefined
  /** Called last in the transaction that begins; throws where the job is no longer this worker's, whose attempt would unseat a living one. */
  hold?: ((transaction: Transaction<Tables>) => Promise<void>) | undefined
}

/**
 * Takes the analysis of this commit over, from a killed or failed attempt too; undefined where one is completed
 * meanwhile. Attempts that say they run still are from now on abandoned: nothing they write counts. `again` takes a
 * completed one over too, which stays as it is, and is read as it is, until this attempt completes it anew.
 *
 * Whoever writes analyses locks them first, in the order of their ids, then attempts, then the job: so nobody waits for
 * somebody who waits for them.
 */
export const beginAttempt = async (
  db: Database,
  key: AnalysisKey,
  { again = false, jobId, hold }: BeginOptions = {},
): Promise<AnalysisAttempt | undefined> => {
  const repositoryId = await ensureRepository(db, key.identity)
  return await db.transaction().execute(async (transaction) => {
    await sql`
      select id from analyses where id in (
        select id from analyses where repository_id = ${repositoryId} and commit = ${storableText(key.commit)} and extractor_version = ${key.extractorVersion}
        union all select analysis_id from analysis_attempts where job_id = ${jobId ?? null} and status = 'running'
      ) order by id for no key update`.execute(transaction)
    const { rows: taken } = await sql<{ id: string }>`
      insert into analyses (repository_id, commit, extractor_version, status)
      values (${repositoryId}, ${storableText(key.commit)}, ${key.extractorVersion}, 'running')
      on conflict (repository_id, commit, extractor_version) do update
        set status = case analyses.status when 'completed' then 'completed' else 'running' end,
          started_at = case analyses.status when 'completed' then analyses.started_at else now() end,
          finished_at = case analyses.status when 'completed' then analyses.finished_at end
        where analyses.status <> 'completed' or ${again}
      returning id
    `.execute(transaction)
    const analysisId = taken[0]?.id
    if (analysisId === undefined) return undefined
    const { rows: begun } = await sql<{ id: string }>`
      with abandoned as (
        update analysis_attempts set status = 'abandoned', finished_at = now()
        where status = 'running' and (analysis_id = ${analysisId} or job_id = ${jobId ?? null})
        returning id, analysis_id
      ), failed as (
        update analyses a set status = 'failed', finished_at = now()
        from abandoned b where a.id = b.analysis_id and a.attempt_id = b.id and a.id <> ${analysisId} and a.status = 'running'
      )
      insert into analysis_attempts (analysis_id, target, status, job_id)
      values (${analysisId}, ${storableText(repositoryKey(key.identity))}, 'running', ${jobId ?? null})
      returning id
    `.execute(transaction)
    const id = begun[0]?.id
    if (id === undefined) throw notStored('analysis_attempts')
    await sql`update analyses set attempt_id = ${id} where id = ${analysisId}`.execute(transaction)
    await hold?.(transaction)
    return { id, analysisId, repositoryId }
  })
}

/**
 * Ends an attempt without a result. `abandoned`: it was told to stop, and failed at nothing. PostgreSQL does a statement
 * before the changes beside it that it does not read: so the analysis is locked first here too.
 */
export const endAttempt = async (
  db: Database,
  attempt: AnalysisAttempt,
  status: 'failed' | 'abandoned',
  error: AttemptError,
): Promise<void> => {
  await sql`
    with ended as (
      update analysis_attempts
      set status = ${status}, error_code = ${error.code}, error_message = ${messageOf(error)}, finished_at = now()
      where id = ${attempt.id} and status = 'running'
    )
    update analyses set status = 'failed', finished_at = now()
    where id = ${attempt.analysisId} and attempt_id = ${attempt.id} and status = 'running'
  `.execute(db)
}

/** Records an attempt that failed before it was known what there is to analyse. */
export const recordFailedAttempt = async (db: Database, target: string, startedAt: Date, error: AttemptError): Promise<void> => {
  await sql`
    insert into analysis_attempts (target, status, error_code, error_message, started_at, finished_at)
    values (${storableText(target.slice(0, LONGEST_MESSAGE))}, 'failed', ${error.code}, ${messageOf(error)}, ${startedAt}, now())
  `.execute(db)
}
