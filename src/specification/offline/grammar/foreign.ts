/** Whether a name is in another language than English, by its letters or by small words of the commonest others. */

const OTHER_SCRIPT = /[^\P{L}\p{Script=Latin}\p{Script=Greek}]/gu
const LATIN = /\p{Script=Latin}/gu

const SMALL_WORDS = new Set(
  `der die das ein eine und nicht wenn wird werden ist sind mit ohne bei soll muss kann für auf
  le la les une des du est sont avec sans quand lorsque doit peut pas pour dans si
  el los las un una del es son con sin cuando debe puede para por al si
  il lo gli di che quando deve può per nel
  o os um uma não quando deve pode com sem para
  het een niet wanneer moet kan met zonder voor`
    .trim()
    .split(/\s+/),
)
const ENGLISH = /^(?:the|an|of|to|in|is|are|and|or|not|for|from|when|if|should|it|be|by|as|at|on)$/

/** English in between counts for nothing where letters of another script stand: `HTTP 요청을 거부한다` is Korean. */
export const isForeign = (text: string): boolean => {
  const others = text.match(OTHER_SCRIPT)?.length ?? 0
  if (others > 0) return others * 3 >= (text.match(LATIN)?.length ?? 0)
  const words = text.toLowerCase().split(/[^\p{L}]+/u)
  if (words.some((word) => ENGLISH.test(word))) return false
  const small = words.filter((word) => SMALL_WORDS.has(word)).length
  return small >= 2 || (small === 1 && /[À-ÖØ-öø-ÿœßąćęłńóśźżğışčďěňřšťůž]/.test(text))
}
