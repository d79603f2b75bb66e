import { PlainFault } from '../../../src/runtime/plain-fault.ts'
import { offlineWriter } from '../../../src/specification/offline-writer.ts'
import { languageTag, modelName, type WriterChoice } from '../../../src/specification/writer-choice.ts'
import type { SpecificationWriter, TokenUsage, WrittenInventory } from '../../../src/specification/writer.ts'
import { UsageError } from '../fault.ts'

/** As the command line's options say it. */
export interface WriterArguments {
  writer?: WriterChoice
  model?: string
  language: string
}

export interface Estimate extends TokenUsage {
  requests: number
  /** Tests whose sentence was written before, and is not asked for again. */
  answered: number
}

export interface OpenedWriter {
  writer: SpecificationWriter
  /** BCP 47 tag. */
  language: string
  /** What it would take. Asks nobody. */
  estimate: (inventory: WrittenInventory, signal: AbortSignal) => Promise<Estimate>
}

/** The option's text as a language's tag. */
export const readLanguage = (text: string): string => {
  const tag = languageTag.safeParse(text)
  if (!tag.success) throw new UsageError('--language must be the tag of a language, like en, ko or pt-BR')
  return tag.data
}

const writesWithModel = ({ writer, model }: WriterArguments): boolean => {
  if (model === undefined) return writer === 'model'
  if (writer === 'offline') throw new UsageError('--writer offline asks no model: leave out --model, or --writer')
  if (!modelName.safeParse(model).success)
    throw new UsageError('--model must be a provider and its model, like gemini:<model>, openai:<model> or anthropic:<model>')
  return true
}

/** Who writes what was asked for. What is wrong with that is told before any work begins. */
export const openWriter = (given: WriterArguments): OpenedWriter => {
  const language = readLanguage(given.language)
  if (writesWithModel(given))
    throw new PlainFault('no-model-writer', 'this command asks no model: leave out --model, or say --writer offline')
  if (new Intl.Locale(language).language !== 'en')
    throw new UsageError(`the offline writer writes English, and not ${language}: leave out --language, or name a model with --model`)
  return {
    writer: offlineWriter,
    language,
    estimate: async () => ({ requests: 0, answered: 0, inputTokens: 0, outputTokens: 0, cost: 0 }),
  }
}
