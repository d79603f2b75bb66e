/** Where docs/accuracy.md has what is written by a script, and what it says in words. */

/** The lines between which a document has the rows, and their sums. */
export const ROWS = ['<!-- table: written by npm run accuracy -->', '<!-- end of table -->'] as const
export const SUMS = ['<!-- sums: written by npm run accuracy -->', '<!-- end of sums -->'] as const

/**
 * What is before, between and after two lines of a document.
 * @throws Error where it lacks them
 */
export const partsOf = (document: string, [begin, end]: typeof ROWS | typeof SUMS): [before: string, inner: string, after: string] => {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`There is no place for a table: a line «${begin}» and, after it, «${end}».`)
  return [document.slice(0, from + begin.length), document.slice(from + begin.length, to), document.slice(to)]
}
