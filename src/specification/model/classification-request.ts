/** The request by which tests are put into domains and features, and how its answer is read. */
import * as z from 'zod'

import type { SpecifiedTest } from '../specified-test.ts'
import type { ModelRequest } from './asking/ask-model.ts'
import { cleanWords } from './clean-words.ts'
import { countTokens } from './asking/count-tokens.ts'
import { inLanguage, RULES, type Ids, type ModelRun } from './model-run.ts'
import type { Place, ShownOutline } from './outline.ts'
import { readAnswer } from './read-answer.ts'
import { shownName, shownPath, shownSuites } from './shown-test.ts'

const MOST_IMPORTS = 6
const LONGEST_PLACE = 80
/** An id in quotes with its share of names. */
const OUTPUT_PER_TEST = 8

const TASK = [
  'Put every test into a domain (a broad area of the software) and a feature (a capability within it), each with a short name of one to five words that a person who reads no code understands.',
  'The domains and features that exist already are in "outline": use these names wherever they fit. Tests of a kind belong together; a feature has about 3 to 40 tests.',
  'Answer {"domains":[{"name":"…","features":[{"name":"…","tests":["t1","t2"]}]}]} in which every id of a test (t1, t2, …) stands exactly once.',
].join('\n')

const schema = z.object({
  domains: z.array(z.object({ name: z.string(), features: z.array(z.object({ name: z.string(), tests: z.array(z.string()) })) })),
})

/** The same, in which one malformed part does not spoil the others. */
const tolerant = z.object({
  domains: z.array(
    z
      .object({
        name: z.string(),
        features: z.array(
          z
            .object({ name: z.string(), tests: z.array(z.string().catch('')) })
            .nullable()
            .catch(null),
        ),
      })
      .nullable()
      .catch(null),
  ),
})

const shownSuitesOf = (tests: readonly (readonly [string, SpecifiedTest])[]) =>
  Array.from(Map.groupBy(tests, ([, test]) => JSON.stringify(shownSuites(test))).values(), (group) => ({
    suites: group[0] ? shownSuites(group[0][1]) : [],
    tests: Object.fromEntries(group.map(([id, test]) => [id, shownName(test)])),
  }))

/** What is said of a file beside its tests. */
const shownFile = ([test]: readonly SpecifiedTest[]) => ({
  path: shownPath(test?.path ?? ''),
  imports: (test?.imports ?? []).slice(0, MOST_IMPORTS).map(shownPath),
})

export const classificationRequest = (
  { language, repository }: Pick<ModelRun, 'language' | 'repository'>,
  ids: Ids<SpecifiedTest>,
  outline: ShownOutline,
): ModelRequest => {
  const files = Array.from(Map.groupBy(ids, ([, test]) => test.path).values(), (tests) => ({
    ...shownFile(tests.map(([, test]) => test)),
    groups: shownSuitesOf(tests),
  }))
  const system = `${RULES}\n\n${TASK}\n${inLanguage(language)}`
  const prompt = JSON.stringify({ repository: repository.name, outline, files })
  return {
    step: 'classify',
    system,
    prompt,
    schema,
    expected: { input: countTokens(system) + countTokens(prompt), output: 60 + ids.size * OUTPUT_PER_TEST },
  }
}

/** The places of the tests that the answer puts into exactly one, by names that can be used. */
export const readClassification = (text: string, ids: Ids<SpecifiedTest>): Map<SpecifiedTest, Place> => {
  const places = new Map<SpecifiedTest, Place>()
  const twice = new Set<SpecifiedTest>()
  for (const domain of readAnswer(tolerant, text)?.domains ?? []) {
    for (const feature of domain?.features ?? []) {
      const tests = feature?.tests.flatMap((id) => ids.get(id) ?? []) ?? []
      const options = { sources: tests.flatMap((test) => [test.name, ...test.suites]), longest: LONGEST_PLACE }
      const [domainName, featureName] = [cleanWords(domain?.name ?? '', options), cleanWords(feature?.name ?? '', options)]
      for (const test of tests) {
        if (places.has(test)) twice.add(test)
        if (domainName !== undefined && featureName !== undefined) places.set(test, { domain: domainName, feature: featureName })
      }
    }
  }
  for (const test of twice) places.delete(test)
  return places
}

/** About what a test takes in the request. */
export const classificationTokens = (test: SpecifiedTest): number => 10 + countTokens(JSON.stringify([shownName(test), shownSuites(test)]))

/** About what its file takes, once. */
export const headingTokens = (tests: readonly SpecifiedTest[]): number => 8 + countTokens(JSON.stringify(shownFile(tests)))
