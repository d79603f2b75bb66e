import type { Database } from '../postgres/pool.ts'
import { connectModel, serverOf } from './model/asking/connect-model.ts'
import { modelNameText, type ModelName } from './model/asking/model-name.ts'
import { openModel } from './model/asking/open-model.ts'
import { createPostgresRequestLimit } from './model/asking/postgres-request-limit.ts'
import { accessOf, pricesOf, type ModelSettings } from './model/model-settings.ts'
import { estimateDocument } from './model/model-writer.ts'
import { createPostgresModelAnswers } from './model/postgres-model-answers.ts'
import { costOf } from './model/token-budget.ts'
import { createWriterByModel } from './writer-by-model.ts'
import type { SpecificationWriter, WritingEstimate, WrittenInventory } from './writer.ts'

export interface OpenedModelWriter {
  writer: SpecificationWriter
  /** What writing would take, by what was answered before. Asks no model. */
  estimate: (inventory: WrittenInventory, language: string, signal: AbortSignal) => Promise<WritingEstimate>
}

/** `unusable`: what it lacks, in plain words and without a full stop. */
export type WriterConnection = { kind: 'connected'; open: (db: Database) => OpenedModelWriter } | { kind: 'unusable'; message: string }

/**
 * The writer that asks this model, by what the environment says of models. Each that is opened has a circuit breaker of
 * its own; the limits and the answers of the database are everyone's.
 */
export const connectWriter = (name: ModelName, settings: ModelSettings): WriterConnection => {
  const connection = connectModel(name, accessOf(settings))
  if (connection.kind === 'unusable') return connection
  const model = modelNameText(name)
  const server = serverOf(name, accessOf(settings))
  const prices = pricesOf(settings)
  const { requestsPerMinute: requests, tokensPerMinute: tokens, modelTimeout: requestTimeout } = settings
  const open = (db: Database): OpenedModelWriter => {
    const answers = createPostgresModelAnswers(db)
    const writer = createWriterByModel({
      ask: openModel(
        connection.connected,
        createPostgresRequestLimit(db, server === undefined ? model : `${model} at ${server}`, { requests, tokens }),
        { requestTimeout },
      ),
      model,
      server,
      answers,
      concurrency: settings.modelConcurrency,
      budget: settings.budget,
      prices,
    })
    return {
      writer,
      estimate: async (inventory, language, signal) => {
        const { requests: asked, answered, ...estimated } = await estimateDocument({ model, server, answers }, inventory, language, signal)
        const cost = prices === undefined ? null : costOf(estimated, prices)
        return { requests: asked, answered, inputTokens: estimated.input, outputTokens: estimated.output, cost }
      },
    }
  }
  return { kind: 'connected', open }
}
