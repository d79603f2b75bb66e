import { createBreather } from '../runtime/breather.ts'
import { classifyOffline } from './offline/classify-offline.ts'
import { phraseOffline } from './offline/phrase-offline.ts'
import { summariseOffline } from './offline/summarise-offline.ts'
import type { Domain } from './specification.ts'
import { specifiedTests } from './specified-test.ts'
import type { SpecificationWriter } from './writer.ts'

/** Grows with the rules: what was written by others is written anew then. */
const OFFLINE_RULES = '2'

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
    const domains: Domain[] = []
    let phrased = 0
    for (const { name, features } of classifyOffline(tests)) {
      const domain: Domain = { name, features: [] }
      for (const feature of features) {
        await breathe()
        domain.features.push({ name: feature.name, behaviours: phraseOffline(feature) })
        phrased += feature.tests.length
        onProgress({ phase: 'phrase', done: phrased, total: tests.length })
      }
      domains.push(domain)
    }
    const summary = summariseOffline(domains, tests)
    return { kind: 'written', document: { summary, domains }, usage: { inputTokens: 0, outputTokens: 0, cost: 0 } }
  },
}
