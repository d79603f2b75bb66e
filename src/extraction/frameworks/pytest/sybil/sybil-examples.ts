/** The examples of a document as Sybil names them. */
import type { Parser, Region } from './sybil-parsers.ts'

export interface SybilExample {
  readonly name: string
  readonly line: number
  readonly endLine: number
}

const linesIn = (text: string): number => text.split('\n').length - 1

/** In the order of their starts; null where one overlaps those that it comes to stand between, which Sybil refuses. */
const inOrder = (found: readonly Region[]): Region[] | null => {
  const regions: Region[] = []
  for (const region of found) {
    const at = regions.findLastIndex(({ start }) => start < region.start) + 1
    const [before, after] = [regions[at - 1], regions[at]]
    if ((before && before.end > region.start) || (after && after.start < region.end)) return null
    regions.splice(at, 0, region)
  }
  return regions
}

/** Null where Sybil refuses the document, of which it then has none. */
export const sybilExamples = (text: string, parsers: readonly Parser[], name: string): SybilExample[] | null => {
  const found = parsers.map((parser) => parser(text))
  if (found.includes(null)) return null
  const regions = inOrder(found.flatMap((one) => one ?? []))
  if (!regions) return null
  let line = 1
  let place = 0
  return regions.map(({ start, end }) => {
    line += linesIn(text.slice(place, start))
    // Sybil looks for the line's start no further back than the example before, and counts from the top where it finds none.
    const before = text.slice(place, start).lastIndexOf('\n')
    const column = Array.from(text.slice(before < 0 ? 0 : place + before + 1, start)).length + 1
    place = start
    return {
      name: `${name === '' ? '' : `sybil:${name},`}line:${line},column:${column}`,
      line,
      endLine: line + linesIn(text.slice(start, end).trimEnd()),
    }
  })
}
