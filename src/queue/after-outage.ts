import { LONGEST_PAUSE } from '../runtime/repeat.ts'

/** In milliseconds; the longest pause of a loop that fails, and what a renewal may take. */
export const RENEWED_WITHIN = LONGEST_PAUSE + 2000

interface AfterOutage {
  /** Notes whether the database answers. */
  watch: (work: () => Promise<void>) => Promise<void>
  /** Whether a claim that looks silent is: workers that live have had time to renew theirs since the database was away. */
  readonly isOver: boolean
}

/** Tells claims that look silent because their workers are gone from those that nobody could renew while the database was away. */
export const createAfterOutage = (): AfterOutage => {
  let isAway = false
  let until = 0
  return {
    watch: async (work) => {
      try {
        await work()
        if (isAway) until = performance.now() + RENEWED_WITHIN
        isAway = false
      } catch (error) {
        isAway = true
        throw error
      }
    },
    get isOver() {
      return !isAway && performance.now() >= until
    },
  }
}
