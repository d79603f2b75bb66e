/**
 * How much of its thread's stack the native JavaScript parser may take for a text. It recurses as deep as the text nests
 * and ends the whole process where the stack ends, so what may not fit is parsed in a process of its own.
 */

/**
 * Bytes of stack that one more of this character can cost, twice what was measured of oxc-parser 0.159: brackets open
 * functions, classes and types; the others open operands, arrows, labels and branches; words as short as `do` nest too.
 */
const COSTS = new Uint16Array(256).fill(200)
const costs = (characters: string, cost: number): void => {
  for (const character of characters) COSTS[character.charCodeAt(0)] = cost
}
costs('([{<', 4096)
costs(':', 2048)
costs('d', 1536)
costs('!~+-=>?*', 1024)

const MOST = 4096

/** An upper bound, whatever the text means: nothing is read but how often each character is there. */
export const nativeStackNeeded = (bytes: Uint8Array, enough: number): number => {
  if (bytes.length * MOST <= enough) return bytes.length * MOST
  let needed = 0
  for (const byte of bytes) needed += COSTS[byte] ?? MOST
  return needed
}
