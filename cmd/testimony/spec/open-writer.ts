import type { Database } from '../../../src/postgres/pool.ts'
import { readConfiguration } from '../../../src/runtime/configuration.ts'
import { PlainFault } from '../../../src/runtime/plain-fault.ts'
import { parseModelName, type ModelName } from '../../../src/specification/model/asking/model-name.ts'
import { offlineWriter, writesOffline } from '../../../src/specification/offline-writer.ts'
import { languageTag, type WriterChoice } from '../../../src/specification/writer-choice.ts'
import { writerSettings } from '../../../src/specification/writer-settings.ts'
import type { SpecificationWriter, WritingEstimate, WrittenInventory } from '../../../src/specification/writer.ts'
import { UsageError } from '../fault.ts'

/** As the command line's options say it. */
export interface WriterArguments {
  writer?: WriterChoice
  model?: string
  language: string
  again?: true
}

export interface OpenedWriter {
  writer: SpecificationWriter
  /** BCP 47 tag. */
  language: string
  /** Asks no model. */
  estimate: (inventory: WrittenInventory, signal: AbortSignal) => Promise<WritingEstimate>
}

/** A writer that has all that it needs but the database. */
export type OpenWriter = (db: Database) => OpenedWriter

/** The option's text as a language's tag. */
export const readLanguage = (text: string): string => {
  const tag = languageTag.safeParse(text)
  if (!tag.success) throw new UsageError('--language must be the tag of a language, like en, ko or pt-BR')
  return tag.data
}

const NOTHING: WritingEstimate = { requests: 0, answered: 0, inputTokens: 0, outputTokens: 0, cost: 0 }

const openOffline = (language: string): OpenWriter => {
  if (!writesOffline(language))
    throw new UsageError(`the offline writer writes English, and not ${language}: leave out --language, or name a model with --model`)
  return () => ({ writer: offlineWriter, language, estimate: async () => NOTHING })
}

const readModel = (text: string): ModelName => {
  const name = parseModelName(text)
  if (name === undefined)
    throw new UsageError('--model must be a provider and its model, like gemini:<model>, openai:<model> or anthropic:<model>')
  return name
}

const openModel = async (named: ModelName | undefined, language: string, environment: NodeJS.ProcessEnv): Promise<OpenWriter> => {
  const { own: settings } = readConfiguration({ own: writerSettings, common: {} }, environment)
  const name = named ?? settings.model
  if (name === undefined) throw new UsageError('a model is to write, and none is named: say --model <provider>:<model>, or set SPEC_MODEL')
  // The packages of the providers, which nothing else needs.
  const { connectWriter } = await import('../../../src/specification/connect-writer.ts')
  const connection = connectWriter(name, settings)
  if (connection.kind === 'unusable') throw new PlainFault('model-unusable', connection.message)
  return (db) => {
    const { writer, estimate } = connection.open(db)
    return { writer, language, estimate: (inventory, signal) => estimate(inventory, language, signal) }
  }
}

/** Who writes what was asked for. What is wrong with that is told before any work begins. */
export const prepareWriter = async (given: WriterArguments, environment: NodeJS.ProcessEnv): Promise<OpenWriter> => {
  const language = readLanguage(given.language)
  const model = given.model === undefined ? undefined : readModel(given.model)
  if (given.writer === 'offline' && model !== undefined)
    throw new UsageError('--writer offline asks no model: leave out --model, or --writer')
  const { own } = readConfiguration({ own: { writer: writerSettings.writer }, common: {} }, environment)
  const writer = given.writer ?? (model === undefined ? own.writer : 'model')
  if (writer === 'model') return await openModel(model, language, environment)
  if (given.again) throw new UsageError('--again asks a model again: the offline writer always writes the same, so leave it out')
  return openOffline(language)
}
