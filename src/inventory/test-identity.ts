import { hash } from 'node:crypto'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const LENGTH = 20

/** Two digits for each ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => ALPHABET.charAt(bits >>> 5) + ALPHABET.charAt(bits & 31))

/** Lower case base32 (RFC 4648) of a string of bytes: safe in URLs, file names and identifiers, and 20 of its digits are 100 bits. */
const base32 = (bytes: string): string => {
  let digits = ''
  let bits = 0
  let value = 0
  for (let at = 0; digits.length < LENGTH; at++) {
    value = (value << 8) | bytes.charCodeAt(at)
    bits += 8
    if (bits < 10) continue
    bits -= 10
    digits += PAIRS[value >>> bits]
    value &= (1 << bits) - 1
  }
  return digits
}

/** What one test of a file is called: the names of the suites around it, outermost first, and its name's template. */
export type TestIdentifier = (suites: readonly string[], name: string) => string

/**
 * Gives the tests of one file their ids, in the order of the source. An id depends on where the test is and what it is
 * called, so edits elsewhere don't change it; only of those with the same name in the same suites are the later counted.
 */
export const createTestIdentifier = (path: string, framework: string): TestIdentifier => {
  const seen = new Map<string, number>()
  return (suites, name) => {
    const place = JSON.stringify([path, framework, suites, name])
    const ordinal = (seen.get(place) ?? 0) + 1
    seen.set(place, ordinal)
    const identity = ordinal === 1 ? place : `${place}#${ordinal}`
    return base32(hash('sha256', identity, 'binary'))
  }
}
