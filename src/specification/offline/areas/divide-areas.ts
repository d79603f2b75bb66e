/** Cuts the tree of areas so that there are as many domains as a reader can take in, of sizes that can be compared. */
import type { SpecifiedTest } from '../../specified-test.ts'
import { firstDivision, testsWithin, type Area } from './area-tree.ts'

export type DividedArea =
  | { kind: 'area'; area: Area; tests: SpecifiedTest[]; parents: readonly string[] }
  /** What remained of the whole after the others were taken out, of the areas that it names, those of most tests first. */
  | { kind: 'rest'; areas: Area[]; tests: SpecifiedTest[] }

/** 2 to 3 for ten tests, 10 for 500, 20 for 4,000, 36 for 28,000. */
const wantedDomains = (tests: number): number => Math.max(2, 1.22 * tests ** 0.33)

/** Areas of at most this many times the average, or of a size that can be read anyway, stay whole. */
const LARGE = 2
const READABLE = 25
/** Areas of less than that part of the average are joined; of smaller ones where too much would be. */
const SMALL = [0.25, 0.12, 0.06]

interface Cut {
  taken: { area: Area; tests: SpecifiedTest[] }[]
  /** Too small to stand by itself, area by area. */
  rest: { area: Area; tests: SpecifiedTest[] }[]
}

const cutAreas = (top: Area, most: number, least: number): Cut => {
  const cut: Cut = { taken: [], rest: [] }
  const divide = (area: Area): SpecifiedTest[] => {
    if (area.within.size === 0 || area.weight <= most) {
      const tests = testsWithin(area)
      if (area.weight < least) return tests
      cut.taken.push({ area, tests })
      return []
    }
    const place = cut.taken.length
    const rest = [...area.tests]
    for (const inner of area.within.values()) for (const test of divide(inner)) rest.push(test)
    if (rest.length < least) return rest
    cut.taken.splice(place, 0, { area, tests: rest })
    return []
  }
  if (top.tests.length > 0) cut.rest.push({ area: top, tests: top.tests })
  for (const area of top.within.values()) {
    const tests = divide(area)
    if (tests.length > 0) cut.rest.push({ area, tests })
  }
  return cut
}

const sizeOf = (parts: Cut['rest']): number => parts.reduce((sum, { tests }) => sum + tests.length, 0)

/** Many small areas in turn, as many together as make a domain. */
const joinAreas = (parts: Cut['rest'], most: number, parentsOf: (area: Area) => string[]): DividedArea[] => {
  const size = sizeOf(parts)
  const share = size / Math.max(1, Math.round(size / most))
  const joined: { parts: Cut['rest']; size: number }[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (last === undefined || last.size + part.tests.length / 2 > share) joined.push({ parts: [part], size: part.tests.length })
    else {
      last.parts.push(part)
      last.size += part.tests.length
    }
  }
  return joined.flatMap((group): DividedArea[] => {
    const [first] = group.parts
    if (first === undefined) return []
    const tests = group.parts.flatMap((part) => part.tests)
    if (group.parts.length === 1 && joined.length > 1) return [{ kind: 'area', area: first.area, tests, parents: parentsOf(first.area) }]
    const bySize = group.parts.toSorted((left, right) => right.tests.length - left.tests.length)
    return [{ kind: 'rest', areas: bySize.map(({ area }) => area), tests }]
  })
}

export const divideAreas = (whole: Area): DividedArea[] => {
  const top = firstDivision(whole)
  const wanted = wantedDomains(top.weight)
  const average = top.weight / wanted
  const most = Math.max(READABLE, average * LARGE)
  let best: Cut | undefined
  for (const small of SMALL) {
    const cut = cutAreas(top, most, Math.max(3, average * small))
    if (best !== undefined && cut.taken.length > wanted * 1.5) break
    best = cut
    if (sizeOf(cut.rest) <= most) break
  }
  if (best === undefined) return []
  // What all areas lie in tells none of them from another.
  const shared = top === whole ? 0 : top.parents.length + 1
  const parentsOf = (area: Area): string[] => area.parents.slice(shared)
  const taken = best.taken.map((one) => ({ kind: 'area' as const, ...one, parents: parentsOf(one.area) }))
  return [...taken, ...joinAreas(best.rest, most, parentsOf)]
}
