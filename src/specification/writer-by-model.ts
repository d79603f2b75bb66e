import type { AskModel } from './model/asking/ask-model.ts'
import { PROMPT as CLASSIFYING } from './model/classify-by-model.ts'
import type { ModelAnswers } from './model/model-answers.ts'
import { createModelWriter, type ModelWriting } from './model/model-writer.ts'
import { PROMPT as PHRASING } from './model/phrase-by-model.ts'
import { PROMPT as SUMMARISING } from './model/summarise-by-model.ts'
import { costOf, type Prices, type TokensSpent } from './model/token-budget.ts'
import { classifyOffline } from './offline/classify-offline.ts'
import { phraseOffline } from './offline/phrase-offline.ts'
import { summariseOffline } from './offline/summarise-offline.ts'
import type { SpecificationWriter, TokenUsage, WriterOutcome } from './writer.ts'

export interface WriterByModelOptions {
  ask: AskModel
  /** `provider:model` */
  model: string
  /** Where that is asked, if not at its provider's own address. */
  server?: string | undefined
  answers: ModelAnswers
  /** Requests at a time for one specification. */
  concurrency: number
  /** In tokens, for one specification. */
  budget: number | undefined
  prices: Prices | undefined
}

const OFFLINE = { classify: classifyOffline, phrase: phraseOffline, summarise: summariseOffline }

const usageOf = (spent: TokensSpent, prices: Prices | undefined): TokenUsage => ({
  inputTokens: spent.input,
  outputTokens: spent.output,
  cost: prices === undefined ? null : costOf(spent, prices),
})

const leftOf = (budget: number, paid: TokenUsage = { inputTokens: 0, outputTokens: 0, cost: null }): number =>
  Math.max(0, budget - paid.inputTokens - paid.outputTokens)

const outcomeOf = (writing: ModelWriting, prices: Prices | undefined): WriterOutcome => {
  switch (writing.kind) {
    case 'completed':
      return { kind: 'written', document: writing.specification, usage: usageOf(writing.spent, prices), cutShort: writing.cutShort }
    case 'over-budget':
      return { kind: 'failed', permanent: true, code: writing.kind, message: writing.message }
    case 'permanent-fault':
      return { kind: 'failed', permanent: true, code: writing.code, message: writing.message, usage: usageOf(writing.spent, prices) }
    case 'transient-fault': {
      const { code, message, retryAfter, spent } = writing
      const later = retryAfter === undefined ? {} : { retryAfter }
      return { kind: 'failed', permanent: false, code, message, ...later, usage: usageOf(spent, prices) }
    }
  }
}

/** The writer that asks a model as one of a worker's. */
export const createWriterByModel = (options: WriterByModelOptions): SpecificationWriter => {
  const { ask, model, server, answers, concurrency, budget, prices } = options
  const write = createModelWriter({ ask, model, server, answers, offline: OFFLINE })
  return {
    name: model,
    version: [CLASSIFYING, PHRASING, SUMMARISING, ...(server === undefined ? [] : [`at ${server}`])].join(' '),
    write: async (inventory, { language, onProgress, onUsage = () => {}, paidBefore }, signal) => {
      const progress = (phase: string, done: number, total: number): void => onProgress({ phase, done, total })
      const onSpent = (spent: TokensSpent): void => onUsage(usageOf(spent, prices))
      const how = { language, concurrency, progress, onSpent, ...(budget !== undefined && { budget: leftOf(budget, paidBefore) }) }
      return outcomeOf(await write(inventory, how, signal), prices)
    },
  }
}
