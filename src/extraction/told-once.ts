import type { Diagnostic } from '../inventory/inventory.ts'
import type { ExtractedFile } from './extraction.ts'

/** What linking told of files, each thing once: each of many files below a hook tells of it. */
export const toldOnce = (files: readonly Pick<ExtractedFile, 'trace'>[]): Diagnostic[] => {
  const told = new Map<string, Diagnostic>()
  for (const { trace } of files) for (const one of trace.told ?? []) told.set(JSON.stringify([one.path, one.code, one.message]), one)
  return [...told.values()]
}
