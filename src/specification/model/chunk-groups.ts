export interface Weight {
  tokens: number
  tests: number
}

/** Puts items into as few packs as their order allows, none above a limit. An item that is larger by itself goes alone. */
const pack = <Item>(items: Iterable<Item>, weigh: (item: Item) => Weight, limits: Weight): Item[][] => {
  const packs: Item[][] = []
  let held: Item[] = []
  let sum: Weight = { tokens: 0, tests: 0 }
  for (const item of items) {
    const weight = weigh(item)
    const next = { tokens: sum.tokens + weight.tokens, tests: sum.tests + weight.tests }
    const fits = held.length === 0 || (next.tokens <= limits.tokens && next.tests <= limits.tests)
    if (!fits) packs.push(held)
    held = fits ? [...held, item] : [item]
    sum = fits ? next : weight
  }
  return held.length === 0 ? packs : [...packs, held]
}

export interface Weighing<Item> {
  tokensOf: (item: Item) => number
  /** Of what is said once of a group, or of each part of it. */
  headingOf?: (group: readonly Item[]) => number
}

/** Chunks of what belongs together: whole groups where they fit, and parts of one that alone is too large. */
export const chunkGroups = <Item>(
  groups: Iterable<readonly Item[]>,
  { tokensOf, headingOf = () => 0 }: Weighing<Item>,
  limits: Weight,
): Item[][] => {
  const weighItem = (item: Item): Weight => ({ tokens: tokensOf(item), tests: 1 })
  const weighPart = (part: readonly Item[]): Weight => ({
    tokens: part.reduce((sum, item) => sum + tokensOf(item), headingOf(part)),
    tests: part.length,
  })
  const parts = Array.from(groups, (group) => pack(group, weighItem, { ...limits, tokens: limits.tokens - headingOf(group) })).flat()
  return pack(parts, weighPart, limits).map((chunk) => chunk.flat())
}

/** Neighbours of one key as groups, in their order. */
export const groupsBy = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Item[][] => [...Map.groupBy(items, keyOf).values()]

/** The first of each key, with all of that key. */
export const alikeBy = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<Item, Item[]> =>
  new Map(groupsBy(items, keyOf).flatMap((group) => group.slice(0, 1).map((first) => [first, group] as const)))
