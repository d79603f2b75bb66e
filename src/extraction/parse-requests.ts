import { decodeText } from './decode-text.ts'
import { encodeFacts } from './facts/facts-encoding.ts'
import { lowerFile } from './lower-file.ts'
import type { FileToParse, ParseResult } from './parser.ts'

export interface ParseRequest {
  files: FileToParse[]
}

export interface ParseAnswer {
  files: ParseResult[]
}

/** Texts in, encoded facts out. What goes wrong with one text is said of it alone. */
export const answerParseRequest = ({ files }: ParseRequest): ParseAnswer => ({
  files: files.map(({ bytes, language }): ParseResult => {
    try {
      return { facts: encodeFacts(lowerFile(decodeText(bytes, language), language)) }
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }),
})
