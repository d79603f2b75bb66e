import type { Transaction } from 'kysely'

import type { Inventory } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { describeFault } from '../runtime/describe-fault.ts'
import { inSpan } from '../runtime/span.ts'
import { citationFaults } from './check-citations.ts'
import { completeSpecification, type WithinCompletion } from './complete-specification.ts'
import {
  addUsageOf,
  beginSpecification,
  failSpecification,
  SpecificationSuperseded,
  type SpecificationAttempt,
  type SpecificationKey,
} from './specification-attempt.ts'
import { specifiedTests } from './specified-test.ts'
import { findSpecification, findSpecificationById, type SpecificationVersion } from './stored-specification.ts'
import type { SpecificationWriter, TokenUsage, WriteOptions } from './writer.ts'

export interface GenerateSpecificationDependencies {
  db: Database
  /** The inventory of a completed analysis; undefined where there is none. */
  readInventory: (analysisId: string, signal: AbortSignal) => Promise<Inventory | undefined>
}

export interface GenerateSpecificationInput {
  analysisId: string
  language: string
  writer: SpecificationWriter
  /** The job that this is done for. */
  jobId?: string
  /** Joins the transaction in which an attempt begins, as its first part: where it throws, none begins. */
  hold?: (transaction: Transaction<Tables>) => Promise<void>
  /** Joins the transaction that stores the document, as its last part: what it writes is there if and only if the document is. */
  within?: WithinCompletion
  /** Told once it is known. */
  onSpecification?: (specificationId: string) => void
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
const tell = async (record: Promise<void>): Promise<void> => {
  try {
    await record
  } catch {
    // The next attempt finds this one still running, and takes over.
  }
}

const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0, cost: 0 }

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
  onUsage: (usage: TokenUsage) => void,
  signal: AbortSignal,
): Promise<GenerateSpecificationOutcome> => {
  const { analysisId, language, writer, onProgress = () => {} } = input
  onProgress({ phase: 'read', done: 0, total: null })
  const inventory = await inSpan('read', {}, () => readInventory(analysisId, signal))
  if (!inventory) return { kind: 'no-analysis' }
  signal.throwIfAborted()
  const written = await inSpan('write', {}, () =>
    writer.write(inventory, { language, onProgress, onUsage, paidBefore: attempt.paidBefore }, signal),
  )
  signal.throwIfAborted()
  if (written.usage) onUsage(written.usage)
  if (written.kind === 'failed') {
    const { usage: _, ...failed } = written
    return failed
  }
  const { document, usage, cutShort = false } = written
  const tests = specifiedTests(inventory.files).map(({ id }) => id)
  const faults = citationFaults(document, tests)
  if (faults.length > 0) return brokenPromise(writer, faults.length)
  onProgress({ phase: 'store', done: 0, total: tests.length })
  const finished = { repository: inventory.repository, document, usage, cutShort }
  await inSpan('store', { attributes: { 'db.system.name': 'postgresql' } }, () =>
    completeSpecification(db, attempt, finished, { signal, within: input.within }),
  )
  onProgress({ phase: 'store', done: tests.length, total: tests.length })
  const specification = await findSpecificationById(db, attempt.id)
  return specification ? { kind: 'completed', specification, reused: false } : { kind: 'superseded' }
}

/**
 * From an analysis to its stored specification. What the same writer has written of it before is answered from the store,
 * unless it was cut short.
 * Each test is cited once, or nothing is stored. Database faults are thrown as DatabaseError.
 */
export const createGenerateSpecification = (dependencies: GenerateSpecificationDependencies): GenerateSpecification => {
  const { db } = dependencies
  const fromStore = async (key: SpecificationKey): Promise<GenerateSpecificationOutcome | undefined> => {
    const specification = await findSpecification(db, key)
    return specification && { kind: 'completed', specification, reused: true }
  }
  return async (input, signal) => {
    const { analysisId, language, writer, jobId, hold } = input
    const key = { analysisId, language, writer: writer.name, writerVersion: writer.version }
    const stored = await fromStore(key)
    if (stored) return stored
    const attempt = await beginSpecification(db, key, { jobId, hold })
    // Without one, another process has completed it between our two looks.
    if (!attempt) return (await fromStore(key)) ?? { kind: 'no-analysis' }
    input.onSpecification?.(attempt.id)
    let usage = NO_USAGE
    const onUsage = (paid: TokenUsage): void => {
      usage = paid
    }
    try {
      const outcome = await writeAndStore(dependencies, input, attempt, onUsage, signal)
      if (outcome.kind === 'failed') await tell(failSpecification(db, attempt, { code: outcome.code, message: outcome.message, usage }))
      return outcome
    } catch (error) {
      if (error instanceof SpecificationSuperseded) {
        await tell(addUsageOf(db, attempt, usage))
        return (await fromStore(key)) ?? { kind: 'superseded' }
      }
      await tell(failSpecification(db, attempt, { ...describeFault(error), usage }))
      throw error
    }
  }
}
