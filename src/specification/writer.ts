import type { Inventory } from '../inventory/inventory.ts'
import type { Specification, WriterName } from './specification.ts'

/** What a writer is given: an inventory as it is stored, internal fields too. */
export type WrittenInventory = Pick<Inventory, 'repository' | 'files'>

/** What a model was paid for. The offline writer pays nothing. */
export interface TokenUsage {
  inputTokens: number
  outputTokens: number
  /** In US dollars; null where nobody knows what the model costs. */
  cost: number | null
}

/** What writing would take. */
export interface WritingEstimate extends TokenUsage {
  /** To a model. */
  requests: number
  /** Tests whose sentence was written before, and is not asked for again. */
  answered: number
}

export interface WriteOptions {
  /** BCP 47 tag of the language to write in. */
  language: string
  /** Lets others see how far it is. May be called often. */
  onProgress: (progress: { phase: string; done: number; total: number | null }) => void
  /** What earlier attempts at the same document were paid for: it counts against what that may take. */
  paidBefore?: TokenUsage
  /** Told what it has been paid for so far, whenever that grows: however it ends, that much is known. */
  onUsage?: (usage: TokenUsage) => void
}

export type WriterOutcome =
  /** `cutShort`: something kept a part of it from being written as it should be; asked for again, it is written again. */
  | { kind: 'written'; document: Pick<Specification, 'summary' | 'domains'>; usage: TokenUsage; cutShort?: boolean }
  /**
   * It can't be written. `permanent`: nor will it be, however often it is tried. `retryAfter`: milliseconds before which
   * another try makes no sense. `message` says what to do.
   */
  | { kind: 'failed'; permanent: boolean; code: string; message: string; retryAfter?: number; usage?: TokenUsage }

/** Rejects with the signal's reason when it fires; what else it throws is taken for a fault that may pass. */
export type WriteSpecification = (inventory: WrittenInventory, options: WriteOptions, signal: AbortSignal) => Promise<WriterOutcome>

export interface SpecificationWriter {
  name: WriterName
  /** Of its rules or prompts: grows when it would write the same inventory otherwise. */
  version: string
  write: WriteSpecification
}
