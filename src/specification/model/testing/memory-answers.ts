import type { ModelAnswers } from '../model-answers.ts'

/** Answers that live as long as a test. */
export const createMemoryAnswers = (): ModelAnswers & { entries: Map<string, string> } => {
  const entries = new Map<string, string>()
  return {
    entries,
    load: async (keys) =>
      new Map(
        keys.flatMap((key) => {
          const content = entries.get(key)
          return content === undefined ? [] : [[key, content]]
        }),
      ),
    save: async (saved) => {
      for (const { key, content } of saved) if (!entries.has(key)) entries.set(key, content)
      return new Map(saved.map(({ key, content }) => [key, entries.get(key) ?? content]))
    },
  }
}
