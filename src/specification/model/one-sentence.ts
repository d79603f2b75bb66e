/** Whether what a model gives for a behaviour is one sentence, as it was asked for, before it is made fit for a document. */

const LINE_BREAK = /[\n\r\u2028\u2029]/
/** Markdown's for a heading or a quotation, which is no sentence. */
const HEADING = /^(?:#{1,6}|>)\s/
/** What stands in quotes has sentences of its own. Limited, so that no text makes it slow. */
const QUOTED = /"[^"]{0,300}"|“[^”]{0,300}”|«[^»]{0,300}»|`[^`]{0,300}`|(?<=\s)'[^']{0,300}'(?=[\s,.])/g

/** The word before a full stop that ends none, or is but a letter: `e.g. Bread`, `J. Doe`. */
const SHORT_FORM = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|no|nr|approx|incl|resp|st|mr|mrs|ms|dr|\p{L})\.$/iu

/** Ends of sentences that another one follows, each with the beginning of that: `failed. Try`, `만든다. 다음`, `する。次`. */
const BORDER = /[^\s.!?]+(?:[.!?…]+["'”’)\]]*\s+(?=[\p{Lu}\p{Lo}\d])|[。．！？।؟۔]["'”’」』)]*\s*(?=[\p{L}\d]))[^\s.!?。．！？।؟۔]{1,20}/gu

/** `sources`: texts of the tests, which may hold several sentences themselves. */
export const isOneSentence = (text: string, sources: readonly string[]): boolean => {
  const words = text.trim()
  if (LINE_BREAK.test(words) || HEADING.test(words)) return false
  for (const [border] of words.replaceAll(QUOTED, 'x').matchAll(BORDER)) {
    const before = border.slice(0, border.search(/\s|$/))
    if (SHORT_FORM.test(` ${before}`) || /^\d+[.)]$/.test(before)) continue
    if (!sources.some((source) => source.includes(border))) return false
  }
  return true
}
