import type { FileFacts } from '../../facts/program.ts'

/** Longer texts are no tables of tests. */
const LENGTH_LIMIT = 1_000_000

/** A text file that a program reads, as a module whose default export is the text as it stands there. */
export const lowerText = (text: string): FileFacts => ({
  language: 'text',
  body: text.length > LENGTH_LIMIT ? [] : [{ kind: 'exportDefault', value: { kind: 'literal', value: text } }],
  vocabulary: false,
  syntaxErrors: [],
  imports: [],
})
