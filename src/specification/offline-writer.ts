import { createBreather } from '../runtime/breather.ts'
import { writeByFeatures } from './offline/write-offline.ts'
import { specifiedTests } from './specified-test.ts'
import type { SpecificationWriter } from './writer.ts'

/** Grows with the rules: what was written by others is written anew then. */
const OFFLINE_RULES = '4'

/** Whether it writes a language, given by its BCP 47 tag. */
export const writesOffline = (language: string): boolean => new Intl.Locale(language).language === 'en'

/**
 * The offline writer as one of a worker's: says the same as `writeOffline`, and lets the event loop turn meanwhile, so
 * that claims are renewed and signals heard while it is at tens of thousands of tests.
 */
export const offlineWriter: SpecificationWriter = {
  name: 'offline',
  version: OFFLINE_RULES,
  write: async ({ files }, { onProgress }, signal) => {
    const tests = specifiedTests(files)
    onProgress({ phase: 'classify', done: 0, total: tests.length })
    const breathe = createBreather(signal)
    const features = writeByFeatures(tests)
    let next = features.next()
    while (next.done !== true) {
      onProgress({ phase: 'phrase', done: next.value, total: tests.length })
      await breathe()
      next = features.next()
    }
    onProgress({ phase: 'phrase', done: tests.length, total: tests.length })
    return { kind: 'written', document: next.value, usage: { inputTokens: 0, outputTokens: 0, cost: 0 } }
  },
}
