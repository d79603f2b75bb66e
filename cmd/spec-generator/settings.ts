import type { FaultsTogether } from '../../src/runtime/configuration.ts'
import { databaseUrl, groupConcurrency } from '../../src/runtime/service-settings.ts'
import { duration, parsed, partsOfList, wholeNumber } from '../../src/runtime/setting-schemas.ts'
import { setting } from '../../src/runtime/setting.ts'
import { modelNameText, parseModelName, type Provider } from '../../src/specification/model/asking/model-name.ts'
import type { ModelSettings } from '../../src/specification/model/model-settings.ts'
import { writerSettings } from '../../src/specification/writer-settings.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

const modelNames = (value: string): string[] | undefined => {
  const names = partsOfList(value).filter((entry) => entry !== '')
  return names.every((name) => parseModelName(name) !== undefined) ? names : undefined
}

export const specGeneratorSettings = {
  databaseUrl,
  ...writerSettings,
  jobModels: setting(
    'SPEC_JOB_MODELS',
    'The models that jobs may name beside SPEC_MODEL: whoever may send jobs has them asked with the keys of this process. None where it is not set.',
    parsed('models as SPEC_MODEL takes one, separated by commas', modelNames).default([]),
  ),
  concurrency: setting('SPEC_CONCURRENCY', 'Specifications at a time in this process.', wholeNumber({ min: 1, max: 64 }).default(2)),
  jobTimeout: setting(
    'SPEC_JOB_TIMEOUT',
    'How long one attempt at a specification may take.',
    duration({ min: SECOND, max: DAY / 2 }).default(60 * MINUTE),
  ),
  groupConcurrency,
}

/** The variable that a provider's models can't be asked without, where there is none. */
const missingKeyOf = (provider: Provider, { geminiKey, openaiKey, openaiUrl, anthropicKey }: ModelSettings): string | undefined => {
  switch (provider) {
    case 'gemini':
      return geminiKey === undefined ? 'GEMINI_API_KEY is required' : undefined
    case 'anthropic':
      return anthropicKey === undefined ? 'ANTHROPIC_API_KEY is required' : undefined
    case 'openai':
      return (openaiKey ?? openaiUrl) === undefined
        ? 'OPENAI_API_KEY is required, or OPENAI_BASE_URL of a server that needs none'
        : undefined
  }
}

/** A key is wanted where a model writes, and nowhere else. */
export const faultsTogether: FaultsTogether<typeof specGeneratorSettings> = (configuration) => {
  const { writer, model } = configuration
  if (writer !== 'model') return []
  if (model === undefined) return ['SPEC_MODEL is required where SPEC_WRITER is model: which one it asks, like gemini:<model>']
  const missing = missingKeyOf(model.provider, configuration)
  return missing === undefined ? [] : [`${missing}: SPEC_WRITER is model, and SPEC_MODEL is ${modelNameText(model)}`]
}
