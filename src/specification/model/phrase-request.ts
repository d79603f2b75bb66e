/** The request for sentences about tests, and how its answer is read. */
import * as z from 'zod'

import { withoutFullStop } from '../full-stop.ts'
import type { SpecifiedTest } from '../specified-test.ts'
import type { ModelRequest } from './asking/ask-model.ts'
import { groupsBy } from './chunk-groups.ts'
import { cleanWords } from './clean-words.ts'
import { countTokens } from './asking/count-tokens.ts'
import { inLanguage, RULES, type Ids, type ModelRun } from './model-run.ts'
import { isOneSentence } from './one-sentence.ts'
import type { Place } from './outline.ts'
import { readAnswer } from './read-answer.ts'
import { shownSuites, shownTest, textsOf } from './shown-test.ts'

export interface PlacedTest {
  test: SpecifiedTest
  place: Place
}

const LONGEST_SENTENCE = 300
/** More than a handful in one sentence says nothing of any. */
export const MOST_TESTS = 8
const OUTPUT_PER_TEST = 40

const TASK = [
  'Write for each test one sentence in the present tense about what the software does, as "Rejects an expired token with 401": no mention of tests, at most 30 words, without a full stop at its end.',
  `Only where tests of one feature say the same, one sentence may stand for up to ${MOST_TESTS} of them.`,
  'Answer {"sentences":[{"tests":["t1"],"text":"…"}]} in which every id of a test (t1, t2, …) stands exactly once.',
].join('\n')

const schema = z.object({ sentences: z.array(z.object({ tests: z.array(z.string()), text: z.string() })) })

/** The same, in which one malformed sentence does not spoil the others. */
const tolerant = z.object({
  sentences: z.array(
    z
      .object({ tests: z.array(z.string().catch('')), text: z.string() })
      .nullable()
      .catch(null),
  ),
})

const groupKey = ({ test, place }: PlacedTest): string => JSON.stringify([place.domain, place.feature, shownSuites(test)])

export const phraseRequest = ({ language, repository }: Pick<ModelRun, 'language' | 'repository'>, ids: Ids<PlacedTest>): ModelRequest => {
  const groups = Array.from(Map.groupBy(ids, ([, placed]) => groupKey(placed)).values(), (group) => ({
    ...group[0]?.[1].place,
    suites: group[0] ? shownSuites(group[0][1].test) : [],
    tests: Object.fromEntries(group.map(([id, { test }]) => [id, shownTest(test)])),
  }))
  const system = `${RULES}\n\n${TASK}\n${inLanguage(language)}`
  const prompt = JSON.stringify({ repository: repository.name, groups })
  return {
    step: 'phrase',
    system,
    prompt,
    schema,
    expected: { input: countTokens(system) + countTokens(prompt), output: 30 + ids.size * OUTPUT_PER_TEST },
  }
}

/** The sentences of the tests that the answer has exactly one for, in words that can be used and are not said of too many. */
export const readSentences = (text: string, ids: Ids<PlacedTest>): Map<PlacedTest, string> => {
  const sentences = new Map<PlacedTest, string>()
  const cited = new Set<PlacedTest>()
  const twice = new Set<PlacedTest>()
  for (const sentence of readAnswer(tolerant, text)?.sentences ?? []) {
    const tests = sentence?.tests.flatMap((id) => ids.get(id) ?? []) ?? []
    const citesOthers = tests.length !== sentence?.tests.length
    for (const test of tests) (cited.has(test) ? twice : cited).add(test)
    const features = new Set(tests.map(({ place }) => JSON.stringify(place)))
    const sources = tests.flatMap(({ test }) => textsOf(test))
    const words = cleanWords(sentence?.text ?? '', { sources, longest: LONGEST_SENTENCE })
    if (
      words === undefined ||
      !isOneSentence(sentence?.text ?? '', sources) ||
      citesOthers ||
      features.size > 1 ||
      tests.length > MOST_TESTS
    )
      continue
    for (const test of tests) sentences.set(test, withoutFullStop(words))
  }
  for (const test of twice) sentences.delete(test)
  for (const alike of groupsBy(sentences, ([{ place }, words]) => JSON.stringify([place, words]))) {
    if (alike.length > MOST_TESTS) for (const [test] of alike) sentences.delete(test)
  }
  return sentences
}

/** About what a test takes in the request. */
export const phraseTokens = ({ test, place }: PlacedTest): number =>
  8 + countTokens(JSON.stringify(shownTest(test))) + countTokens(shownSuites(test).join('')) + countTokens(place.domain + place.feature)
