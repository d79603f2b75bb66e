/** Domains and features by what tests are about, without a model. Pure: the same tests give the same plan. */
import type { PlannedDomain, PlannedFeature } from '../plan.ts'
import type { SpecifiedTest } from '../specified-test.ts'
import { areaTree, type Area } from './areas/area-tree.ts'
import { divideAreas, type DividedArea } from './areas/divide-areas.ts'
import { planFeatures } from './areas/plan-features.ts'
import { segmentKey, subjectsOfFiles } from './areas/subject-of-file.ts'
import { IN_GENERAL, titleOfSegment } from './areas/titles.ts'

/** Holds what is too small to stand by itself, where none of it has a name. */
const OTHER_AREAS = 'Other areas'

/** Whether a domain is called after some of many areas that are too small to stand by themselves. */
export const joinsAreas = (title: string): boolean => title === OTHER_AREAS || / and \d+ more$/.test(title)

const unlike = (taken: ReadonlySet<string>, first: string): string => {
  let title = first
  for (let number = 2; taken.has(title); number += 1) title = `${first} (${number})`
  return title
}

/** Its own name with that of the area around it, and of more where that is taken. */
const titleOfArea = (name: string, parents: readonly string[], taken: ReadonlySet<string>): string => {
  const [parent, ...others] = [...parents].reverse()
  let title = titleOfSegment(name)
  if (parent !== undefined && titleOfSegment(parent) !== title) title = `${titleOfSegment(parent)}: ${title}`
  for (const other of others) if (taken.has(title)) title = `${titleOfSegment(other)}: ${title}`
  return unlike(taken, title)
}

/** How many of what it holds are named; all where it is but one more. */
const NAMED = 3
/** Say nothing of what they hold. */
const SAYS_NOTHING = /^(?:utils?|utilities|helpers?|misc(?:ellaneous)?|common|shared|base|basics?|core|main|index|others?)$/i

const titleOfRest = (areas: readonly Area[]): string => {
  const all = [...new Set(areas.filter(({ name }) => name !== '').map(({ name }) => titleOfSegment(name)))]
  const titles = [...all.filter((title) => !SAYS_NOTHING.test(title)), ...all.filter((title) => SAYS_NOTHING.test(title))]
  // `A, B and C`, and not `A, B, C and 1 more`.
  const named = titles.slice(0, titles.length <= NAMED + 1 ? NAMED + 1 : NAMED)
  const last = titles.length > named.length ? `${titles.length - named.length} more` : named.pop()
  if (last === undefined) return OTHER_AREAS
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`
}

/** A feature that is called like its domain is what of that has no name of its own. */
const namedApart = (features: readonly PlannedFeature[], domain: string): PlannedFeature[] => {
  const own = new Set([segmentKey(domain), segmentKey(domain.split(': ').at(-1) ?? domain)])
  return features.map((feature) => (own.has(segmentKey(feature.name)) ? { ...feature, name: `${feature.name}${IN_GENERAL}` } : feature))
}

const titleOfPart = (part: DividedArea, isAll: boolean, taken: ReadonlySet<string>): string => {
  if (part.kind === 'area') return titleOfArea(part.area.name, part.parents, taken)
  return isAll ? titleOfSegment(part.areas[0]?.name || 'All tests') : unlike(taken, titleOfRest(part.areas))
}

export const classifyOffline = (tests: readonly SpecifiedTest[]): PlannedDomain[] => {
  const subjects = subjectsOfFiles(new Map(tests.map(({ path, imports }) => [path, imports])))
  const divided = divideAreas(areaTree(tests, subjects.of))
  const taken = new Set<string>()
  return divided.map((part) => {
    const title = titleOfPart(part, divided.length === 1, taken)
    taken.add(title)
    const features = planFeatures(part.tests, ({ path }) => titleOfSegment(subjects.of(path).at(-1) ?? path))
    return { name: title, features: namedApart(features, title) }
  })
}
