import type { Value } from '../../../evaluation/value.ts'

/** Where a path keeps the text it prints as. */
export const PATH_TEXT = '%str'

/** The text of a path, or of a text that is taken for one. */
export const pathText = (value: Value): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value?.kind !== 'object' || value.type !== 'path') return undefined
  const text = value.entries.get(PATH_TEXT)
  return typeof text === 'string' ? text : undefined
}
