/** The words of a command as a script has it, without quotation marks around them. */
export const wordsOf = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/^["'`]+|["'`]{1,9},?$/g, ''))
