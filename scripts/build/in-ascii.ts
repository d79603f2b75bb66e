/** A character behind an odd number of backslashes. */
const ESCAPED = /(?<!\\)(?:\\\\)*\\[^\0-\x7f]/

/**
 * The same program in ASCII alone: one other character makes V8 keep all of a file's text in twice the memory and load it
 * slower, and what loads scripts reads them as ASCII. Such characters stand in texts and regular expressions, where their
 * escapes mean the same; not so in the raw text of a tagged template.
 */
export const inAscii = (code: string): string => {
  if (ESCAPED.test(code))
    throw new Error('A character that is not ASCII stands behind a backslash: write it as \\u…, or without the backslash')
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
