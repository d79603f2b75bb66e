import { setTimeout as delay } from 'node:timers/promises'

import { sql, type Transaction } from 'kysely'

import type { Inventory } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { describeFault } from '../runtime/describe-fault.ts'
import { inSpan } from '../runtime/span.ts'
import { startAttemptPulse, type AttemptPulse } from './attempt-pulse.ts'
import { citationFaults } from './check-citations.ts'
import { completeSpecification, type WithinCompletion } from './complete-specification.ts'
import {
  beginSpecification,
  failSpecification,
  SpecificationSuperseded,
  tellOfAttempt,
  type SpecificationAttempt,
  type SpecificationKey,
} from './specification-attempt.ts'
import { specifiedTests } from './specified-test.ts'
import { findSpecification, findSpecificationById, keyToWriteAgain, type SpecificationVersion } from './stored-specification.ts'
import type { SpecificationWriter, WriteOptions } from './writer.ts'

export interface GenerateSpecificationDependencies {
  db: Database
  /** The inventory of a completed analysis; undefined where there is none. */
  readInventory: (analysisId: string, signal: AbortSignal) => Promise<Inventory | undefined>
}

export interface GenerateSpecificationInput {
  analysisId: string
  language: string
  writer: SpecificationWriter
  /** Whether it is written again though it is there: for what a model had no words for then. */
  again?: boolean
  /** The job that this is done for. */
  jobId?: string
  /** Joins the transaction in which an attempt begins, as its first part: where it throws, none begins. */
  hold?: (transaction: Transaction<Tables>) => Promise<void>
  /** Joins the transaction that stores the document, as its last part: what it writes is there if and only if the document is. */
  within?: WithinCompletion
  /** Told once it is known. */
  onSpecification?: (specificationId: string) => void
  /** Told when somebody else is writing the same, whose end is waited for. */
  onWaiting?: () => void
  onProgress?: WriteOptions['onProgress']
}

export type GenerateSpecificationOutcome =
  | {
      kind: 'completed'
      specification: SpecificationVersion
      /** Whether it was there already, so that nothing was written or paid for. */
      reused: boolean
    }
  | { kind: 'no-analysis' }
  /** Another attempt has taken it over, or its analysis was made anew or deleted meanwhile; nothing was stored. */
  | { kind: 'superseded' }
  /** `retryAfter`: milliseconds before which another try makes no sense. */
  | { kind: 'failed'; permanent: boolean; code: string; message: string; retryAfter?: number }

export type GenerateSpecification = (input: GenerateSpecificationInput, signal: AbortSignal) => Promise<GenerateSpecificationOutcome>

/** Records how an attempt ended without a document. Where even that fails, what ended it matters more. */
const tell = async (record: Promise<unknown>): Promise<void> => {
  try {
    await record
  } catch {
    // The next attempt finds this one still running, and takes over.
  }
}

const brokenPromise = (writer: SpecificationWriter, faults: number): GenerateSpecificationOutcome => ({
  kind: 'failed',
  permanent: true,
  code: 'citations-broken',
  message: `The writer ${writer.name} left tests out or made some up (${faults} in all), so nothing was stored: this is a defect, please report it.`,
})

const writeAndStore = async (
  { db, readInventory }: GenerateSpecificationDependencies,
  input: GenerateSpecificationInput,
  attempt: SpecificationAttempt,
  pulse: AttemptPulse,
  signal: AbortSignal,
): Promise<GenerateSpecificationOutcome> => {
  const { analysisId, language, writer, onProgress = () => {} } = input
  onProgress({ phase: 'read', done: 0, total: null })
  const inventory = await inSpan('read', {}, () => readInventory(analysisId, signal))
  if (!inventory) return { kind: 'no-analysis' }
  signal.throwIfAborted()
  const written = await inSpan('write', {}, () =>
    writer.write(inventory, { language, onProgress, onUsage: pulse.paid, paidBefore: attempt.paidBefore }, signal),
  )
  if (written.usage) pulse.paid(written.usage)
  signal.throwIfAborted()
  if (written.kind === 'failed') {
    const { usage: _, ...failed } = written
    return failed
  }
  const { document, cutShort = false } = written
  const tests = specifiedTests(inventory.files).map(({ id }) => id)
  const faults = citationFaults(document, tests)
  if (faults.length > 0) return brokenPromise(writer, faults.length)
  onProgress({ phase: 'store', done: 0, total: tests.length })
  const finished = { repository: inventory.repository, document, usage: await pulse.stop(), cutShort }
  await inSpan('store', { attributes: { 'db.system.name': 'postgresql' } }, () =>
    completeSpecification(db, attempt, finished, { signal, within: input.within }),
  )
  onProgress({ phase: 'store', done: tests.length, total: tests.length })
  const specification = await findSpecificationById(db, attempt.id)
  return specification ? { kind: 'completed', specification, reused: false } : { kind: 'superseded' }
}

/** In milliseconds. */
const LOOK_AGAIN = 1000

const hasAnalysis = async (db: Database, analysisId: string): Promise<boolean> => {
  const { rows } = await sql`select from analyses where id = ${analysisId} and status = 'completed'`.execute(db)
  return rows.length > 0
}

/** An attempt of one's own, or what is there without one; while somebody else is writing it, waits for the end of that. */
const beginOrFollow = async (
  db: Database,
  key: SpecificationKey,
  { jobId, hold, onWaiting }: GenerateSpecificationInput,
  signal: AbortSignal,
): Promise<SpecificationAttempt | GenerateSpecificationOutcome> => {
  for (let looks = 1; ; looks += 1) {
    const specification = await findSpecification(db, key)
    if (specification) return { kind: 'completed', specification, reused: true }
    const attempt = await beginSpecification(db, key, { jobId, hold })
    if (attempt) return attempt
    if (!(await hasAnalysis(db, key.analysisId))) return { kind: 'no-analysis' }
    if (looks === 1) onWaiting?.()
    await delay(LOOK_AGAIN, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

/**
 * From an analysis to its stored specification. What the same writer has written of it before is answered from the store,
 * unless it was cut short; what somebody else is writing is waited for, so that nothing is paid for twice.
 * Each test is cited once, or nothing is stored. Database faults are thrown as DatabaseError.
 */
export const createGenerateSpecification = (dependencies: GenerateSpecificationDependencies): GenerateSpecification => {
  const { db } = dependencies
  return async (input, signal) => {
    const { analysisId, language, writer } = input
    const plain = { analysisId, language, writer: writer.name, writerVersion: writer.version }
    const key = input.again === true ? await keyToWriteAgain(db, plain) : plain
    const attempt = await beginOrFollow(db, key, input, signal)
    if ('kind' in attempt) return attempt
    input.onSpecification?.(attempt.id)
    await using pulse = startAttemptPulse(db, attempt)
    try {
      const outcome = await writeAndStore(dependencies, input, attempt, pulse, AbortSignal.any([signal, pulse.superseded]))
      if (outcome.kind === 'failed')
        await tell(failSpecification(db, attempt, { code: outcome.code, message: outcome.message, usage: await pulse.stop() }))
      return outcome
    } catch (error) {
      const usage = await pulse.stop()
      if (error instanceof SpecificationSuperseded) {
        await tell(tellOfAttempt(db, attempt, usage))
        const specification = await findSpecification(db, key)
        return specification ? { kind: 'completed', specification, reused: true } : { kind: 'superseded' }
      }
      await tell(failSpecification(db, attempt, { ...describeFault(error), usage }))
      throw error
    }
  }
}
