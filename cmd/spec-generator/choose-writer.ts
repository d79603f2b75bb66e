import type { Database } from '../../src/postgres/pool.ts'
import type { SettingValues } from '../../src/runtime/setting.ts'
import { connectWriter } from '../../src/specification/connect-writer.ts'
import { modelNameText, parseModelName, type ModelName } from '../../src/specification/model/asking/model-name.ts'
import { offlineWriter, writesOffline } from '../../src/specification/offline-writer.ts'
import type { ChooseWriter, WriterChosen } from '../../src/specification/specification-job.ts'
import type { specGeneratorSettings } from './settings.ts'

/**
 * Who writes what a job asks for, of those that the operator lets jobs name. Each model is opened once: its circuit breaker
 * is that of all jobs.
 */
export const createChooseWriter = (configuration: SettingValues<typeof specGeneratorSettings>, db: Database): ChooseWriter => {
  const opened = new Map<string, WriterChosen>()
  const named = new Set(configuration.jobModels)
  if (configuration.model !== undefined) named.add(modelNameText(configuration.model))

  const open = (name: ModelName): WriterChosen => {
    const connection = connectWriter(name, configuration)
    if (connection.kind === 'unusable') return { kind: 'unavailable', message: `${connection.message}.` }
    return { kind: 'chosen', writer: connection.open(db).writer }
  }

  const byModel = (asked: string | undefined): WriterChosen => {
    const name = asked === undefined ? configuration.model : parseModelName(asked)
    if (name === undefined)
      return { kind: 'unavailable', message: 'This spec-generator has no SPEC_MODEL: say --model <provider>:<model>.' }
    const model = modelNameText(name)
    if (!named.has(model)) {
      const instead = 'leave --model out, or have its operator add it to SPEC_JOB_MODELS'
      return { kind: 'unavailable', message: `This spec-generator does not ask ${model} for jobs: ${instead}.` }
    }
    const known = opened.get(model)
    if (known !== undefined) return known
    const chosen = open(name)
    opened.set(model, chosen)
    return chosen
  }

  return ({ language, writer, model }) => {
    // Who names a model wants one to write.
    const wanted = writer ?? (model === undefined ? configuration.writer : 'model')
    if (wanted === 'model') return byModel(model)
    if (writesOffline(language)) return { kind: 'chosen', writer: offlineWriter }
    return {
      kind: 'unavailable',
      message: `The offline writer writes English, and not ${language}: leave --language out, or say --writer model.`,
    }
  }
}
