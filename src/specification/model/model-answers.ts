/** What models have answered before, by content: a question that was answered is not asked again, and its words stay. */
import { hash } from 'node:crypto'

export interface SavedAnswer {
  key: string
  /** JSON of a shape that the asker knows, and checks again when it reads it. */
  content: string
}

export interface ModelAnswers {
  load: (keys: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, string>>
  /**
   * Answers what is stored now: of two answers to one question the first stays, whoever gave it. No signal ends it: what was
   * paid for is kept, which takes a moment.
   */
  save: (entries: readonly SavedAnswer[]) => Promise<ReadonlyMap<string, string>>
}

/** 64 hexadecimal digits of everything that an answer depends on. JSON keeps its parts apart. */
export const answerKey = (parts: readonly unknown[]): string => hash('sha256', JSON.stringify(parts), 'hex')

export const parseSaved = (content: string | undefined): unknown => {
  try {
    return content === undefined ? undefined : JSON.parse(content)
  } catch {
    return undefined // something else has written it; it is asked again
  }
}
