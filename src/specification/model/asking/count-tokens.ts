/**
 * About how many tokens a text is, without a model's own vocabulary, of which there are many: three letters of ASCII are
 * one, and any other character is one by itself. Names in code are cut finer than prose; this errs towards too many.
 */
export const countTokens = (text: string): number => {
  let others = 0
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) others += 1
  return Math.ceil((text.length - others) / 3) + others
}
