import { sql, type Transaction } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import type { Tables } from '../postgres/tables.ts'
import type { WriterName } from './specification.ts'
import type { TokenUsage } from './writer.ts'

/** What makes two specifications of an analysis the same. */
export interface SpecificationKey {
  analysisId: string
  language: string
  writer: WriterName
  writerVersion: string
}

/** One run of the work on one specification. While no later attempt began, it alone may write the specification. */
export interface SpecificationAttempt {
  id: string
  /** From 1. */
  number: number
  repositoryId: string
  /** What earlier ones were paid for. */
  paidBefore: TokenUsage
}

/** A later attempt has taken the specification over or finished it, or it was deleted: what this one wrote counts no more. */
export class SpecificationSuperseded extends Error {
  override readonly name = 'SpecificationSuperseded'
  readonly code = 'superseded'

  constructor({ id, number }: SpecificationAttempt) {
    super(`Attempt ${number} no longer owns specification ${id}: another one has taken it over, or it was deleted`)
  }
}

export interface BeginOptions {
  /** Of the job that it is made for, whose earlier attempts are over, whatever they were at. */
  jobId?: string | undefined
  /** Called last in the transaction that begins; throws where the job is no longer this worker's. */
  hold?: ((transaction: Transaction<Tables>) => Promise<void>) | undefined
}

interface BegunRow {
  id: string
  attempt: number
  repository_id: string
  input_tokens: string | null
  output_tokens: string | null
  cost: string | null
}

const paidOf = (row: BegunRow): TokenUsage => ({
  inputTokens: Number(row.input_tokens ?? 0),
  outputTokens: Number(row.output_tokens ?? 0),
  cost: row.cost === null ? null : Number(row.cost),
})

/** In seconds. Whoever writes says so every 2; one that has said nothing for this long was killed, or hangs. */
const LONGEST_SILENCE = 10

/**
 * Takes the specification over, from a killed or failed attempt too; undefined where one is completed already, where
 * somebody else is writing it, or where there is no completed analysis.
 *
 * Whoever writes specifications locks them first, in the order of their ids, and then the job: nobody who waits for a
 * specification keeps its job from being renewed or cancelled.
 */
export const beginSpecification = async (
  db: Database,
  { analysisId, language, writer, writerVersion }: SpecificationKey,
  { jobId, hold }: BeginOptions = {},
): Promise<SpecificationAttempt | undefined> =>
  await db.transaction().execute(async (transaction) => {
    await sql`
      select id from specifications where id in (
        select s.id from specifications s join analyses a on a.id = s.analysis_id and coalesce(a.completion_number, 0) = s.analysis_completion
        where a.id = ${analysisId} and s.language = ${language} and s.writer = ${writer} and s.writer_version = ${writerVersion}
        union all select id from specifications where job_id = ${jobId ?? null} and status = 'running'
      ) order by id for no key update`.execute(transaction)
    const { rows } = await sql<BegunRow>`
      insert into specifications
        (repository_id, analysis_id, analysis_completion, language, writer, writer_version, status, job_id, alive_at)
      select repository_id, id, coalesce(completion_number, 0), ${language}, ${writer}, ${writerVersion}, 'running', ${jobId ?? null}, now()
      from analyses where id = ${analysisId} and status = 'completed'
      on conflict (analysis_id, analysis_completion, language, writer, writer_version) do update
        set status = 'running', attempt = specifications.attempt + 1, job_id = excluded.job_id,
          error_code = null, error_message = null, started_at = now(), finished_at = null, alive_at = now()
        where specifications.status <> 'completed' and (
          specifications.status <> 'running' or specifications.job_id = excluded.job_id or specifications.alive_at is null
          or specifications.alive_at < now() - ${LONGEST_SILENCE} * interval '1 second'
        )
      returning id, attempt, repository_id, input_tokens, output_tokens, cost
    `.execute(transaction)
    const [begun] = rows
    if (!begun) return undefined
    if (jobId !== undefined) {
      // Of another writer, where a worker with other settings had the job before.
      await sql`
        update specifications set status = 'failed', finished_at = now(), error_code = 'superseded',
          error_message = 'Its job went on with another writer.'
        where job_id = ${jobId} and status = 'running' and id <> ${begun.id}
      `.execute(transaction)
    }
    await hold?.(transaction)
    return { id: begun.id, number: begun.attempt, repositoryId: begun.repository_id, paidBefore: paidOf(begun) }
  })

const LONGEST_MESSAGE = 2000

/** What attempts have used comes together: what one that failed was paid for was paid for the document too. */
export const addUsage = ({ inputTokens, outputTokens, cost }: TokenUsage) => sql`
  input_tokens = coalesce(input_tokens, 0) + ${inputTokens}, output_tokens = coalesce(output_tokens, 0) + ${outputTokens},
  cost = coalesce(cost, 0) + ${cost}`

const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0, cost: 0 }

/**
 * Adds what an attempt was paid for, and says that it goes on: false where it owns its specification no longer. What it was
 * paid for is added even then; one that is completed changes no more.
 */
export const tellOfAttempt = async (db: Database, { id, number }: SpecificationAttempt, usage: TokenUsage): Promise<boolean> => {
  const { rows } = await sql<{ owned: boolean }>`
    update specifications set ${addUsage(usage)},
      alive_at = case when attempt = ${number} then clock_timestamp() else alive_at end
    where id = ${id} and status <> 'completed'
    returning attempt = ${number} and status = 'running' as owned
  `.execute(db)
  return rows[0]?.owned === true
}

/** Ends an attempt without a document, and says why. */
export const failSpecification = async (
  db: Database,
  { id, number }: SpecificationAttempt,
  { code, message, usage = NO_USAGE }: { code: string; message: string; usage?: TokenUsage },
): Promise<void> => {
  await sql`
    update specifications set status = 'failed', finished_at = now(), error_code = ${code},
      error_message = ${storableText(message.slice(0, LONGEST_MESSAGE))}, ${addUsage(usage)}
    where id = ${id} and attempt = ${number} and status = 'running'
  `.execute(db)
}
