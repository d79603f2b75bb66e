import assert from 'node:assert/strict'

import type { Behaviour, Specification } from '../../specification.ts'
import type { ModelWriting } from '../model-writer.ts'

/** The document, or a failed test that shows what came instead. */
export const specificationOf = (writing: ModelWriting): Specification => {
  if (writing.kind !== 'completed') assert.fail(JSON.stringify(writing))
  return writing.specification
}

export const behavioursOf = (writing: ModelWriting): Behaviour[] =>
  specificationOf(writing).domains.flatMap(({ features }) => features.flatMap(({ behaviours }) => behaviours))

/** Each sentence, with a mark before those of the offline writer. */
export const sentencesOf = (writing: ModelWriting): string[] =>
  behavioursOf(writing).map(({ text, writtenBy }) => (writtenBy === 'offline' ? `[offline] ${text}` : text))
