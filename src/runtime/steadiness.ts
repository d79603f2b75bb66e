import { PlainFault } from './plain-fault.ts'

export interface Steadiness {
  /** Does one turn of the work, and notes whether it succeeds. */
  watch: (turn: () => Promise<void>) => Promise<void>
  /** Resolves once a turn has succeeded. */
  worked: Promise<void>
  /** For readiness: rejects where no turn has succeeded for too long, whether they fail or hang. */
  check: () => Promise<void>
}

/** Whether work that is done again and again succeeds now and then. `limit`: in milliseconds, for how long it may not. */
export const createSteadiness = (what: string, limit: number): Steadiness => {
  let succeededAt = performance.now()
  const { promise: worked, resolve } = Promise.withResolvers<void>()
  return {
    watch: async (turn) => {
      await turn()
      succeededAt = performance.now()
      resolve()
    },
    worked,
    check: async () => {
      const seconds = Math.round((performance.now() - succeededAt) / 1000)
      if (seconds * 1000 <= limit) return
      throw new PlainFault('not-steady', `It could not ${what} for ${seconds} seconds: its log says why`)
    },
  }
}
