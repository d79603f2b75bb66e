/** The second step: a sentence for each test, by the features that they make up. */
import * as z from 'zod'

import { withoutFullStop } from '../full-stop.ts'
import { oneLine } from '../one-line.ts'
import type { PlannedDomain, PlannedFeature } from '../plan.ts'
import { behaviourId, stateOf, type Behaviour, type Domain } from '../specification.ts'
import type { SpecifiedTest } from '../specified-test.ts'
import { alikeBy, chunkGroups, groupsBy } from './chunk-groups.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { answerKey, parseSaved } from './model-answers.ts'
import { askTwice, originOf, type KnownRun, type ModelRun } from './model-run.ts'
import { foldPlace } from './outline.ts'
import { MOST_TESTS, phraseRequest, phraseTokens, readSentences, type PlacedTest } from './phrase-request.ts'
import { shownSuites, shownTest } from './shown-test.ts'

/** A new one asks all anew: for a change of the request after which the old answers are no longer good enough. */
export const PROMPT = 'phrase/1'
const CHUNK = { tokens: 4000, tests: 40 }

const savedSentence = z.object({ text: z.string() })

const textOf = (content: string | undefined): string | undefined => {
  const saved = savedSentence.safeParse(parseSaved(content)).data
  // Earlier versions have kept them as they came.
  return saved && withoutFullStop(saved.text)
}

export const sentenceKey = (run: KnownRun, { test, place }: PlacedTest): string =>
  answerKey([PROMPT, ...originOf(run), foldPlace(place), shownSuites(test), shownTest(test)])

const placedTests = (domains: readonly PlannedDomain[]): PlacedTest[] =>
  domains.flatMap(({ name: domain, features }) =>
    features.flatMap(({ name: feature, tests }) => tests.map((test) => ({ test, place: { domain, feature } }))),
  )

export const phraseChunks = (tests: readonly PlacedTest[]): PlacedTest[][] =>
  chunkGroups(
    groupsBy(tests, ({ place }) => foldPlace(place)),
    { tokensOf: phraseTokens },
    CHUNK,
  )

export const loadSentences = async (run: KnownRun, tests: readonly PlacedTest[]): Promise<Map<PlacedTest, string>> => {
  const keys = new Map(tests.map((test) => [test, sentenceKey(run, test)]))
  const saved = await run.answers.load([...keys.values()], run.signal)
  const sentences = new Map<PlacedTest, string>()
  for (const [test, key] of keys) {
    const sentence = textOf(saved.get(key))
    if (sentence !== undefined) sentences.set(test, sentence)
  }
  return sentences
}

/** One of each kind: tests that look the same to the model are one question, and have one answer. */
const askForChunk = (run: ModelRun, chunk: readonly PlacedTest[], signal: AbortSignal): Promise<Map<PlacedTest, string>> =>
  askTwice(
    chunk,
    (ids) => run.ask(phraseRequest(run, ids), signal),
    async (answer, ids) => {
      const sentences = Array.from(readSentences(answer, ids), ([test, text]) => ({ test, text, key: sentenceKey(run, test) }))
      const saved = await run.answers.save(sentences.map(({ key, text }) => ({ key, content: JSON.stringify({ text }) })))
      return new Map(sentences.map(({ test, text, key }) => [test, textOf(saved.get(key)) ?? text]))
    },
  )

/** Those of a feature whose words are the same over all requests, however different they look: nothing is said of any of them. */
const saidOfTooMany = (sentences: ReadonlyMap<PlacedTest, string>): PlacedTest[] =>
  groupsBy(sentences, ([{ place }, text]) => JSON.stringify([foldPlace(place), text]))
    .filter((alike) => new Set(alike.map(([{ test }]) => JSON.stringify([shownSuites(test), shownTest(test)]))).size > MOST_TESTS)
    .flatMap((alike) => alike.map(([test]) => test))

const behaviourOf = (text: string, tests: readonly SpecifiedTest[]): Behaviour => {
  const ids = tests.map(({ id }) => id)
  const examples = [...new Set(tests.flatMap(({ cases }) => (cases?.kind === 'listed' ? cases.names.map(oneLine) : [])))]
  return {
    id: behaviourId(ids),
    text,
    state: stateOf(tests.map(({ status }) => status)),
    tests: ids,
    ...(examples.length > 0 && { examples }),
  }
}

/** Tests that the same words were found for are one behaviour, unless one stands for it and another doesn't. */
const behavioursOf = (
  { name, tests }: PlannedFeature,
  sentences: ReadonlyMap<SpecifiedTest, string>,
  phraseOffline: (feature: PlannedFeature) => readonly Behaviour[],
): Behaviour[] => {
  const known = tests.filter((test) => sentences.has(test))
  const groups = groupsBy(known, (test) => `${stateOf([test.status])} ${sentences.get(test) ?? ''}`)
  const byModel = groups.map((group) => behaviourOf(group.flatMap((test) => sentences.get(test) ?? [])[0] ?? '', group))
  const missing = tests.filter((test) => !sentences.has(test))
  const offline = missing.length === 0 ? [] : phraseOffline({ name, tests: missing })
  const order = new Map(tests.map(({ id }, index) => [id, index]))
  const first = ({ tests: ids }: Behaviour): number => order.get(ids[0] ?? '') ?? 0
  return [...byModel, ...offline.map((behaviour): Behaviour => ({ ...behaviour, writtenBy: 'offline' }))].toSorted(
    (one, other) => first(one) - first(other),
  )
}

export interface Phrasing {
  domains: Domain[]
  /** How many tests the offline writer has phrased. */
  fallbacks: number
}

export const phraseByModel = async (
  run: ModelRun,
  domains: readonly PlannedDomain[],
  phraseOffline: (feature: PlannedFeature) => readonly Behaviour[],
): Promise<Phrasing> => {
  const tests = placedTests(domains)
  const sentences = await loadSentences(run, tests)
  let done = sentences.size
  run.progress('phrase', done, tests.length)
  const unknown = alikeBy(
    tests.filter((test) => !sentences.has(test)),
    (test) => sentenceKey(run, test),
  )
  const found = await mapConcurrently(phraseChunks([...unknown.keys()]), run, async (chunk, signal) => {
    const phrased = await askForChunk(run, chunk, signal)
    done += chunk.reduce((sum, test) => sum + (unknown.get(test)?.length ?? 0), 0)
    run.progress('phrase', done, tests.length)
    return phrased
  })
  for (const [first, text] of found.flatMap((chunk) => [...chunk])) {
    for (const test of unknown.get(first) ?? []) sentences.set(test, text)
  }

  for (const test of saidOfTooMany(sentences)) sentences.delete(test)
  const byTest = new Map(Array.from(sentences, ([{ test }, text]) => [test, text]))
  return {
    domains: domains.map(({ name, features }) => ({
      name,
      features: features.map((feature) => ({ name: feature.name, behaviours: behavioursOf(feature, byTest, phraseOffline) })),
    })),
    fallbacks: tests.length - sentences.size,
  }
}
