import { sql, type Transaction } from 'kysely'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import { allowLonger } from '../postgres/answer-limit.ts'
import { cancelOnAbort } from '../postgres/cancel-on-abort.ts'
import { LONG_STATEMENT_TIMEOUT, type Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { addUsage, SpecificationSuperseded, type SpecificationAttempt } from './specification-attempt.ts'
import { insertDocument, type Document } from './insert-document.ts'
import type { TokenUsage } from './writer.ts'

export interface FinishedSpecification {
  /** Of the analysis that it was written from. */
  repository: RepositoryIdentity
  document: Document
  usage: TokenUsage
  /** Whoever asks for it again gets a new one: it is stored under a version of its writer that nobody asks for. */
  cutShort?: boolean
}

export interface CompleteOptions {
  signal: AbortSignal
  within?: WithinCompletion | undefined
}

/** Completes whatever else belongs to the specification, in the transaction that stores it. */
export type WithinCompletion = (
  transaction: Transaction<Tables>,
  completed: { specificationId: string; version: number; behaviours: number; tests: number },
) => Promise<void>

/**
 * The specification, if this attempt owns it still and its analysis says what it said at the beginning: a number of
 * completion is never drawn twice, so what was read in between was read of one and the same.
 */
const holdAttempt = async (transaction: Transaction<Tables>, attempt: SpecificationAttempt): Promise<{ language: string }> => {
  const { rows } = await sql<{ language: string }>`
    select s.language from specifications s join analyses a on a.id = s.analysis_id
    where s.id = ${attempt.id} and s.attempt = ${attempt.number} and s.status = 'running'
      and a.status = 'completed' and coalesce(a.completion_number, 0) = s.analysis_completion
    for no key update of s
  `.execute(transaction)
  const [held] = rows
  if (!held) throw new SpecificationSuperseded(attempt)
  return held
}

/** As long as a claim outlives its heartbeats: a process that hangs in the middle of storing keeps the next attempt waiting no longer. */
const LONGEST_IDLE = '8s'

/** Whoever completes another one of the same repository and language waits for the end of this transaction. */
const drawVersion = async (transaction: Transaction<Tables>, repositoryId: string, language: string): Promise<number> => {
  const { rows } = await sql<{ last: number }>`
    insert into specification_versions as v (repository_id, language, last) values (${repositoryId}, ${language}, 1)
    on conflict (repository_id, language) do update set last = v.last + 1
    returning last
  `.execute(transaction)
  const [drawn] = rows
  if (!drawn) {
    throw new PlainFault(
      'row-not-stored',
      'The version of a specification was not stored: look for a trigger or rule on specification_versions, and remove it',
    )
  }
  return drawn.last
}

/**
 * Stores a document and completes its specification, all in one transaction or nothing. `within` runs in it last, to
 * complete the job too. Throws SpecificationSuperseded where a later attempt owns it, and the signal's reason when that
 * fires in the middle.
 */
export const completeSpecification = async (
  db: Database,
  attempt: SpecificationAttempt,
  finished: FinishedSpecification,
  { signal, within }: CompleteOptions,
): Promise<{ version: number }> =>
  await db
    .transaction()
    .execute((transaction) =>
      cancelOnAbort(db, transaction, signal, () =>
        allowLonger(transaction, LONG_STATEMENT_TIMEOUT, () => store(transaction, attempt, finished, within)),
      ),
    )

const store = async (
  transaction: Transaction<Tables>,
  attempt: SpecificationAttempt,
  { repository, document, usage, cutShort = false }: FinishedSpecification,
  within: WithinCompletion | undefined,
): Promise<{ version: number }> => {
  await sql`select set_config('idle_in_transaction_session_timeout', ${LONGEST_IDLE}, true)`.execute(transaction)
  const { language } = await holdAttempt(transaction, attempt)
  const { domains, features, behaviours, tests, summary } = await insertDocument(transaction, attempt.id, document)
  const version = await drawVersion(transaction, attempt.repositoryId, language)
  await sql`
      update specifications set status = 'completed', finished_at = now(), identity = ${JSON.stringify(repository)},
        version = ${version}, summary = ${summary}, domains = ${domains}, features = ${features},
        behaviours = ${behaviours}, tests = ${tests}, ${addUsage(usage)},
        writer_version = writer_version || case when ${cutShort} then ' cut short ' || id else '' end
      where id = ${attempt.id}
    `.execute(transaction)
  await within?.(transaction, { specificationId: attempt.id, version, behaviours, tests })
  return { version }
}
