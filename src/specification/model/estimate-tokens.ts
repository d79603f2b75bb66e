/** What a document will probably take, before anything is asked. */
import type { SpecifiedTest } from '../specified-test.ts'
import type { ModelRequest } from './asking/ask-model.ts'
import { alikeBy } from './chunk-groups.ts'
import { classificationRequest } from './classification-request.ts'
import { classificationChunks, loadPlaces, placeKey } from './classify-by-model.ts'
import { idsOf, type KnownRun } from './model-run.ts'
import { loadSentences, phraseChunks, sentenceKey } from './phrase-by-model.ts'
import { phraseRequest, type PlacedTest } from './phrase-request.ts'
import type { TokensSpent } from './token-budget.ts'

export interface Estimate extends TokensSpent {
  /** How many tests have their sentence already. */
  answered: number
}

/** What a request is told of domains and features that others have found. */
const OUTLINE = 750
const SUMMARY = { requests: 1, input: 2000, output: 300 }

const sumOf = (requests: readonly ModelRequest[]): TokensSpent => ({
  requests: requests.length,
  input: requests.reduce((sum, { expected }) => sum + expected.input, 0),
  output: requests.reduce((sum, { expected }) => sum + expected.output, 0),
})

/** Where a test has no place yet, its file is taken for its feature. */
const guessedPlace = (test: SpecifiedTest): PlacedTest => ({ test, place: { domain: 'Not known yet', feature: test.path } })

export const estimateTokens = async (run: KnownRun, tests: readonly SpecifiedTest[]): Promise<Estimate> => {
  const places = await loadPlaces(run, tests)
  const placed = Array.from(places, ([test, place]) => ({ test, place }))
  const sentences = await loadSentences(run, placed)
  const unplaced = tests.filter((test) => !places.has(test))
  const unphrased = [...placed.filter((one) => !sentences.has(one)), ...unplaced.map(guessedPlace)]

  const toPlace = [...alikeBy(unplaced, (test) => placeKey(run, test)).keys()]
  const toPhrase = [...alikeBy(unphrased, (test) => sentenceKey(run, test)).keys()]

  const classifying = sumOf(classificationChunks(toPlace).map((chunk) => classificationRequest(run, idsOf(chunk), [])))
  const phrasing = sumOf(phraseChunks(toPhrase).map((chunk) => phraseRequest(run, idsOf(chunk))))
  const summary = unphrased.length === 0 ? { requests: 0, input: 0, output: 0 } : SUMMARY
  return {
    requests: classifying.requests + phrasing.requests + summary.requests,
    input: classifying.input + classifying.requests * OUTLINE + phrasing.input + summary.input,
    output: classifying.output + phrasing.output + summary.output,
    answered: sentences.size,
  }
}
