/** Which names the parameter sets of a table have, where what a set is called may hang on its place among the others. */
import { hasGap, partsOf } from '../../evaluation/doubtful-items.ts'
import type { ListValue, Value } from '../../evaluation/value.ts'
import type { ParameterId } from './parameter-ids.ts'
import type { ParameterSet } from './pytest-library.ts'

export interface NamedSet {
  readonly set: ParameterSet
  readonly id: ParameterId
}

/** In so many places one may stand. */
const MOST_PLACES = 20

/**
 * Behind a set that may not be there each may stand in several places: where these give it other names, every name is one
 * that may be there. `idAt`: what a set is called in a place. `areGiven`: by a list of names, which has one for each.
 */
export const namedSets = (
  sets: readonly ParameterSet[],
  idAt: (set: ParameterSet, place: number) => ParameterId,
  areGiven: boolean,
): NamedSet[] => {
  /** Names that hang on a place, in each of which one set stands. */
  const ofPlaces = new Set<ParameterId>()
  const inPlaces = (set: ParameterSet, least: number, most: number): NamedSet[] => {
    const unknown = [{ set, id: undefined }]
    if (areGiven || most - least >= MOST_PLACES || set.marks.length > 0) return unknown
    const ids = Array.from({ length: most - least + 1 }, (_none, at) => idAt(set, least + at))
    if (ids.includes(undefined)) return unknown
    const others = ids.filter((id) => !ofPlaces.has(id))
    for (const id of others) ofPlaces.add(id)
    return others.map((id) => ({ set: { ...set, doubt: set.doubt ?? 'once' }, id }))
  }
  let least = 0
  let most = 0
  return sets.flatMap((set) => {
    const [from, to] = [least, most]
    least += set.doubt ? 0 : 1
    most += set.doubt === 'often' ? Infinity : 1
    const id = idAt(set, from)
    if (from === to && !set.doubt) return [{ set, id }]
    const hangsOnPlace = id !== idAt(set, from + 1)
    if (from < to && (hangsOnPlace || areGiven)) return inPlaces(set, from, to)
    if (hangsOnPlace) ofPlaces.add(id)
    return [{ set, id }]
  })
}

/**
 * `parametrize("x", cases.values(), ids=cases.keys())`: an id for each set, where both lists have those that may not be there
 * in the same places. None of them is None, which would tell a place.
 */
export const idsInStep = (ids: ListValue, sets: readonly ParameterSet[]): Value[] | undefined => {
  const parts = partsOf(ids)
  const isInStep = sets.length === parts.length && parts.every(({ item, doubt }, at) => item !== null && doubt === sets[at]?.doubt)
  return isInStep && !hasGap(ids) ? parts.map(({ item }) => item) : undefined
}
