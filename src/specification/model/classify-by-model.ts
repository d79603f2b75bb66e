/** The first step: which tests make up which domain and feature. */
import * as z from 'zod'

import type { PlannedDomain } from '../plan.ts'
import type { SpecifiedTest } from '../specified-test.ts'
import { alikeBy, chunkGroups, groupsBy } from './chunk-groups.ts'
import { classificationRequest, classificationTokens, headingTokens, readClassification } from './classification-request.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { answerKey, parseSaved } from './model-answers.ts'
import { askTwice, originOf, type KnownRun, type ModelRun } from './model-run.ts'
import { createOutline, type Outline, type Place } from './outline.ts'
import { shownName, shownPath, shownSuites } from './shown-test.ts'

/** A new one asks all anew: for a change of the request after which the old answers are no longer good enough. */
export const PROMPT = 'classify/1'
export const CHUNK = { tokens: 10_000, tests: 400 }

const savedPlace = z.object({ domain: z.string(), feature: z.string() })

const placeOf = (content: string | undefined): Place | undefined => savedPlace.safeParse(parseSaved(content)).data

/**
 * A place belongs to a test by its name and suites. What its file imports is shown beside it and is no part of this: an
 * import that a new neighbour needs moves nothing.
 */
export const placeKey = (run: KnownRun, test: SpecifiedTest): string =>
  answerKey([PROMPT, ...originOf(run), shownPath(test.path), shownSuites(test), shownName(test)])

export const classificationChunks = (tests: readonly SpecifiedTest[]): SpecifiedTest[][] =>
  chunkGroups(
    groupsBy(tests, ({ path }) => path),
    { tokensOf: classificationTokens, headingOf: headingTokens },
    CHUNK,
  )

/** The first chunk finds domains alone, and each wave knows what those before have found; then more go at a time. */
const waves = function* <Chunk>(chunks: readonly Chunk[], concurrency: number): Generator<Chunk[]> {
  for (let [start, size] = [0, 1]; start < chunks.length; start += size, size = Math.min(size * 2, concurrency)) {
    yield chunks.slice(start, start + size)
  }
}

export const loadPlaces = async (run: KnownRun, tests: readonly SpecifiedTest[]): Promise<Map<SpecifiedTest, Place>> => {
  const keys = new Map(tests.map((test) => [test, placeKey(run, test)]))
  const saved = await run.answers.load([...keys.values()], run.signal)
  const places = new Map<SpecifiedTest, Place>()
  for (const [test, key] of keys) {
    const place = placeOf(saved.get(key))
    if (place) places.set(test, place)
  }
  return places
}

const askForChunk = (run: ModelRun, chunk: readonly SpecifiedTest[], outline: Outline, signal: AbortSignal) =>
  askTwice(
    chunk,
    (ids) => run.ask(classificationRequest(run, ids, outline.shownFor(new Set(Array.from(ids.values(), ({ path }) => path)))), signal),
    async (text, ids) => {
      const places = Array.from(readClassification(text, ids), ([test, place]) => ({ test, place, key: placeKey(run, test) }))
      const saved = await run.answers.save(places.map(({ key, place }) => ({ key, content: JSON.stringify(place) })))
      return new Map(places.map(({ test, place, key }) => [test, placeOf(saved.get(key)) ?? place]))
    },
  )

/** All tests in the order of the inventory, under their places. */
const planOf = (places: Iterable<readonly [SpecifiedTest, Place]>): PlannedDomain[] => {
  const domains = new Map<string, Map<string, SpecifiedTest[]>>()
  for (const [test, { domain, feature }] of places) {
    const features = domains.get(domain) ?? new Map<string, SpecifiedTest[]>()
    domains.set(domain, features)
    const tests = features.get(feature) ?? []
    features.set(feature, tests)
    tests.push(test)
  }
  return Array.from(domains, ([name, features]) => ({
    name,
    features: Array.from(features, ([feature, tests]) => ({ name: feature, tests })),
  }))
}

export interface Classification {
  domains: PlannedDomain[]
  /** How many tests the offline writer has placed. */
  fallbacks: number
}

export const classifyByModel = async (
  run: ModelRun,
  tests: readonly SpecifiedTest[],
  classifyOffline: (tests: readonly SpecifiedTest[]) => readonly PlannedDomain[],
): Promise<Classification> => {
  const outline = createOutline()
  const places = await loadPlaces(run, tests)
  const place = (test: SpecifiedTest, found: Place): unknown => places.set(test, outline.add(found, test.path))
  for (const [test, found] of places) place(test, found)

  const report = (): void => run.progress('classify', places.size, tests.length)
  report()
  const unknown = alikeBy(
    tests.filter((test) => !places.has(test)),
    (test) => placeKey(run, test),
  )
  for (const wave of waves(classificationChunks([...unknown.keys()]), run.concurrency)) {
    const found = await mapConcurrently(wave, run, (chunk, signal) => askForChunk(run, chunk, outline, signal))
    for (const [first, one] of found.flatMap((chunk) => [...chunk])) {
      for (const test of unknown.get(first) ?? []) place(test, one)
    }
    report()
  }

  const missing = tests.filter((test) => !places.has(test))
  for (const { name: domain, features } of missing.length === 0 ? [] : classifyOffline(missing)) {
    for (const { name: feature, tests: placed } of features) for (const test of placed) place(test, { domain, feature })
  }
  return {
    domains: planOf(
      tests.flatMap((test) => {
        const found = places.get(test)
        return found ? [[test, found] as const] : []
      }),
    ),
    fallbacks: missing.length,
  }
}
