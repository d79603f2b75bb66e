/** Reads the JSON that a model was asked for out of whatever it has answered. */
import type * as z from 'zod'

/** Where the object that begins at `start` ends, or undefined. Knows nothing of JSON but its strings and its braces. */
const endOfObject = (text: string, start: number): number | undefined => {
  let depth = 0
  let inString = false
  for (let index = start; index < text.length; index += 1) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') depth += 1
    else if (character === '}') {
      depth -= 1
      if (depth === 0) return index + 1
    }
  }
  return undefined
}

/** Each place that is tried reads at most the whole text once. */
const MOST_STARTS = 20

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // prose, or half a document
  }
}

const objectsIn = function* (text: string): Generator<unknown> {
  yield parsed(text)
  let start = text.indexOf('{')
  for (let tried = 0; start >= 0 && tried < MOST_STARTS; tried += 1) {
    const end = endOfObject(text, start)
    const object = end === undefined ? undefined : parsed(text.slice(start, end))
    if (object !== undefined) yield object
    start = text.indexOf('{', object === undefined || end === undefined ? start + 1 : end)
  }
}

/** The first object in the text that has the shape, with prose, fences or thoughts around it; undefined where there is none. */
export const readAnswer = <Value>(schema: z.ZodType<Value>, text: string): Value | undefined => {
  for (const object of objectsIn(text)) {
    const found = schema.safeParse(object)
    if (found.success) return found.data
  }
  return undefined
}
