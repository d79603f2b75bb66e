import { verbReading } from './inflect.ts'
import { isSpelling, MIXED_SPELLINGS, spelled, spellingOf } from './spellings.ts'

const MIXED = new RegExp(`(?:${MIXED_SPELLINGS.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|')})(?![a-z])`, 'g')
const PARTS =
  /\ue000[^\ue001]*\ue001|\p{Lu}{2,}s(?![\p{Ll}])|\p{Lu}+(?!\p{Ll})\d*|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+\d*|\d+(?:st|nd|rd|th|s|[dD])(?![\p{L}])|\d+|[^\p{L}\p{N}\ue000\ue001]+/gu

/** `XMLfor` is `XML` and `for`, though before a small letter the last capital begins a word: `XMLParser`. */
const apartFromAcronym = (segment: string): string =>
  segment.replaceAll(/(?<!\p{Lu})(\p{Lu}{3,})(?=\p{Ll}{2})/gu, (run: string) =>
    isSpelling(run) && !isSpelling(run.slice(0, -1)) ? `\ue000${run}\ue001` : run,
  )

/** `Returns404` is two words, `base64`, `arg1`, `SHA256` and `X509` are one. */
const apartFromNumber = (part: string): string[] => {
  const [, letters = '', digits = ''] = /^(\p{L}+)(\d+)$/u.exec(part) ?? []
  if (letters.length === 1 || isSpelling(part)) return [part]
  return digits.length === 3 || (letters !== '' && verbReading(letters.toLowerCase()) !== null) ? [letters, digits] : [part]
}

const wordOf = (part: string, isMixed: boolean): string => {
  if (part.startsWith('\ue000')) return part.slice(1, -1)
  // A capital by itself (`forH`, `X509`) is a name, beside the article.
  const isCapitals = /^(?:\p{Lu}{2,}s?\d*|(?!A$)\p{Lu}\d*)$/u.test(part)
  const word = spelled(part.toLowerCase())
  return isMixed && isCapitals && word === part.toLowerCase() ? part : word
}

/**
 * The words of an identifier, in lower case except where spelling or capitals within other letters say otherwise:
 * `parseHTTPUrl`, `parse_http_url` and `ParseHttpURL` are `parse`, `HTTP`, `URL`.
 */
export const splitIdentifier = (identifier: string): string[] => {
  const isMixed = /\p{Ll}/u.test(identifier)
  return identifier.split(/[_\s\-./$]+/).flatMap((segment) => {
    if (/^[a-z]+$/.test(segment)) return [spelled(segment)]
    if (/\p{Ll}\p{Lu}/u.test(segment) && isSpelling(segment)) return [spellingOf(segment)]
    if (/^(?:[a-z]+\d+){2,}[a-z]*$|^(?:\d+[a-z]+){2,}\d*$/.test(segment)) return [segment]
    const parts =
      apartFromAcronym(segment)
        .replaceAll(MIXED, (word) => `\ue000${word}\ue001`)
        .match(PARTS) ?? []
    return parts.flatMap((part) => (part.startsWith('\ue000') ? [part] : apartFromNumber(part))).map((part) => wordOf(part, isMixed))
  })
}

/** Whether a name is one word of code whose parts run into each other, not a word of a language. */
export const isIdentifier = (name: string): boolean =>
  /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && (/[\p{Ll}\p{N}]\p{Lu}|\p{L}_|_\p{L}/u.test(name) || /^\p{Lu}{2,}\p{Ll}/u.test(name))
