/** The domains and features that are known so far, which the next requests are told of. */
import { countTokens } from './asking/count-tokens.ts'

export interface Place {
  domain: string
  feature: string
}

/** Two spellings of one name are one name. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase()

export const foldPlace = ({ domain, feature }: Place): string => JSON.stringify([foldName(domain), foldName(feature)])

export type ShownOutline = { domain: string; features: string[] }[]

export interface Outline {
  /** The place as it was spelled first. */
  add: (place: Place, path: string) => Place
  /** As much as some tokens hold; features of the given files first, then those with the most tests. */
  shownFor: (paths: ReadonlySet<string>) => ShownOutline
}

const MOST_DOMAINS = 60
const MOST_TOKENS = 1500

interface Entry {
  place: Place
  tests: number
  paths: Set<string>
}

export const createOutline = (): Outline => {
  const domains = new Map<string, string>()
  const entries = new Map<string, Entry>()

  const add = ({ domain, feature }: Place, path: string): Place => {
    const spelled = domains.get(foldName(domain)) ?? domain
    if (spelled === domain) domains.set(foldName(domain), domain)
    const key = foldPlace({ domain, feature })
    const entry = entries.get(key) ?? { place: { domain: spelled, feature }, tests: 0, paths: new Set() }
    entries.set(key, entry)
    entry.tests += 1
    entry.paths.add(path)
    return entry.place
  }

  const shownFor = (paths: ReadonlySet<string>): ShownOutline => {
    const isNear = (entry: Entry): number => (paths.isDisjointFrom(entry.paths) ? 0 : 1)
    const sorted = [...entries.values()].toSorted((one, other) => isNear(other) - isNear(one) || other.tests - one.tests)
    const shown = new Map(
      [...new Set(sorted.map(({ place }) => place.domain))].slice(0, MOST_DOMAINS).map((domain) => [domain, [] as string[]]),
    )
    let left = MOST_TOKENS - countTokens(JSON.stringify([...shown.keys()]))
    for (const { place } of sorted) {
      left -= countTokens(place.feature) + 2
      if (left < 0) break
      shown.get(place.domain)?.push(place.feature)
    }
    return Array.from(shown, ([domain, features]) => ({ domain, features }))
  }

  return { add, shownFor }
}
