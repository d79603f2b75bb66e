import type { Database } from '../../src/postgres/pool.ts'
import type { SettingValues } from '../../src/runtime/setting.ts'
import { connectModel } from '../../src/specification/model/asking/connect-model.ts'
import { modelNameText, parseModelName, type ModelName } from '../../src/specification/model/asking/model-name.ts'
import { openModel } from '../../src/specification/model/asking/open-model.ts'
import { createPostgresRequestLimit } from '../../src/specification/model/asking/postgres-request-limit.ts'
import { accessOf, pricesOf } from '../../src/specification/model/model-settings.ts'
import { createPostgresModelAnswers } from '../../src/specification/model/postgres-model-answers.ts'
import { offlineWriter } from '../../src/specification/offline-writer.ts'
import type { ChooseWriter, WriterChosen } from '../../src/specification/specification-job.ts'
import { createWriterByModel } from '../../src/specification/writer-by-model.ts'
import type { specGeneratorSettings } from './settings.ts'

/** More than anybody asks for. What else jobs name is opened anew, so that names don't fill the memory. */
const MOST_MODELS = 50

const isEnglish = (language: string): boolean => new Intl.Locale(language).language === 'en'

/** Who writes what a job asks for. Each model is opened once: its circuit breaker is that of all jobs. */
export const createChooseWriter = (configuration: SettingValues<typeof specGeneratorSettings>, db: Database): ChooseWriter => {
  const opened = new Map<string, WriterChosen>()

  const open = (name: ModelName, model: string): WriterChosen => {
    const connection = connectModel(name, accessOf(configuration))
    if (connection.kind === 'unusable') return { kind: 'unavailable', message: `${connection.message}.` }
    const { requestsPerMinute: requests, tokensPerMinute: tokens, modelTimeout: requestTimeout } = configuration
    const limit = createPostgresRequestLimit(db, model, { requests, tokens })
    const writer = createWriterByModel({
      ask: openModel(connection.connected, limit, { requestTimeout }),
      model,
      answers: createPostgresModelAnswers(db),
      concurrency: configuration.modelConcurrency,
      budget: configuration.budget,
      prices: pricesOf(configuration),
    })
    return { kind: 'chosen', writer }
  }

  const byModel = (asked: string | undefined): WriterChosen => {
    const name = asked === undefined ? configuration.model : parseModelName(asked)
    if (name === undefined)
      return { kind: 'unavailable', message: 'This spec-generator has no SPEC_MODEL: say --model <provider>:<model>.' }
    const model = modelNameText(name)
    const known = opened.get(model)
    if (known !== undefined) return known
    if (opened.size >= MOST_MODELS) opened.clear()
    const chosen = open(name, model)
    opened.set(model, chosen)
    return chosen
  }

  return ({ language, writer, model }) => {
    // Who names a model wants one to write.
    const wanted = writer ?? (model === undefined ? configuration.writer : 'model')
    if (wanted === 'model') return byModel(model)
    if (isEnglish(language)) return { kind: 'chosen', writer: offlineWriter }
    return {
      kind: 'unavailable',
      message: `The offline writer writes English, and not ${language}: leave --language out, or say --writer model.`,
    }
  }
}
