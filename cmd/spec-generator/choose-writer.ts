import { offlineWriter } from '../../src/specification/offline-writer.ts'
import type { ChooseWriter } from '../../src/specification/specification-job.ts'

const isEnglish = (language: string): boolean => new Intl.Locale(language).language === 'en'

/** Who writes what a job asks for. */
export const chooseWriter: ChooseWriter = ({ language, writer, model }) => {
  if (writer === 'model' || model !== undefined)
    return { kind: 'unavailable', message: 'This spec-generator asks no model: leave --model out, or say --writer offline.' }
  if (!isEnglish(language))
    return { kind: 'unavailable', message: `The offline writer writes English, and not ${language}: leave --language out.` }
  return { kind: 'chosen', writer: offlineWriter }
}
