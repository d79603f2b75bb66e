import { parse } from 'jsonc-parser'

/** JSON as configurations have it, with comments and commas too many; undefined where it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return parse(text)
    } catch {
      // It recurses; brackets nested by the thousand are more than it can follow.
      return undefined
    }
  }
}
