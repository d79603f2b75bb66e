import { hasOwnSpelling } from './spellings.ts'

/** A first word whose capital is grammar's, not its own: plain letters, only the first of them a capital. */
const PLAIN_FIRST = /^(\p{Lu}\p{Ll}+(?:['’-]\p{Ll}+)*|A|An)(?=$|[\s,;:)])/u

/** Code that stands in a sentence: `class A { b = 5 }`. */
const DECLARES = /^(?:class|function|const|let|var|interface|enum) [\w$]+ ?[({=]/

/** With a capital at the beginning, unless that is code, a spelling of its own (`npm`, `gRPC`) or quoted. */
export const capitalised = (text: string): string => {
  const [first = ''] = /^[^\s,;:]+/u.exec(text) ?? []
  if (hasOwnSpelling(first) || DECLARES.test(text) || !/^\p{Ll}[\p{Ll}\p{M}'’/-]*$/u.test(first)) return text
  return first.charAt(0).toUpperCase() + text.slice(1)
}

/** Without the capital that it had as a beginning. */
export const uncapitalised = (text: string): string => {
  const first = PLAIN_FIRST.exec(text)?.[0]
  return first === undefined || hasOwnSpelling(first) ? text : first.charAt(0).toLowerCase() + text.slice(1)
}
