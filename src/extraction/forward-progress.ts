import type { ExtractionProgress } from './extraction.ts'

const ORDER: readonly ExtractionProgress['phase'][] = ['list', 'parse', 'link']

/** Tells of no phase that one after it has begun: what files import is parsed while they are linked, and is part of that. */
export const forwardProgress = (onProgress: (progress: ExtractionProgress) => void): ((progress: ExtractionProgress) => void) => {
  let furthest = 0
  return (progress) => {
    const place = ORDER.indexOf(progress.phase)
    if (place < furthest) return
    furthest = place
    onProgress(progress)
  }
}
