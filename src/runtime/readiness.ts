import { PlainFault } from './plain-fault.ts'

/** Why a process can't do its work now; never with a secret in it. */
export interface Unreadiness {
  check: string
  message: string
}

/** Succeeds where what it looks at can be used. */
export type ReadinessCheck = () => Promise<unknown>

export interface Readiness {
  /** From now on the process is ready as long as these checks, by their names, succeed. */
  becomeReady: (checks: Readonly<Record<string, ReadinessCheck>>) => void
  /** What keeps the process from being ready; nothing where it is. */
  look: () => Promise<readonly Unreadiness[]>
}

export interface ReadinessOptions {
  /** Fires when the process begins to end: it is not ready from then on. */
  ending: AbortSignal
  /** The longest that one check may take, in milliseconds. */
  checkWithin?: number
  /** What was seen counts for so long, so that probes, however many, can't load the database. In milliseconds. */
  fresh?: number
}

const failureOf = (check: string, error: unknown): Unreadiness => ({
  check,
  // What a driver or the system says may quote an address or a password: only what we have worded is shown.
  message: error instanceof PlainFault ? error.message : 'failed',
})

const resultOf = async (name: string, result: Promise<unknown>, limit: number): Promise<Unreadiness | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<Unreadiness>((resolve) => {
    timer = setTimeout(() => resolve({ check: name, message: `no answer within ${limit / 1000} seconds` }), limit)
  })
  try {
    return await Promise.race([result.then(() => undefined), overdue])
  } catch (error) {
    return failureOf(name, error)
  } finally {
    clearTimeout(timer)
  }
}

const STARTING: readonly Unreadiness[] = [{ check: 'start', message: 'starting' }]
const ENDING: readonly Unreadiness[] = [{ check: 'shutdown', message: 'shutting down' }]

/** Whether a process can do its work: not while it starts or ends, nor without what its checks look at. */
export const createReadiness = ({ ending, checkWithin = 2000, fresh = 1000 }: ReadinessOptions): Readiness => {
  let checks: Readonly<Record<string, ReadinessCheck>> | undefined
  let last: { at: number; found: readonly Unreadiness[] } | undefined
  let running: Promise<readonly Unreadiness[]> | undefined
  const unanswered = new Map<string, Promise<unknown>>()

  /** One that hangs is waited for again, not asked again: else each probe would take one more connection. */
  const ask = (name: string, check: ReadinessCheck): Promise<unknown> => {
    const asked = unanswered.get(name) ?? check().finally(() => unanswered.delete(name))
    unanswered.set(name, asked)
    return asked
  }

  const runChecks = async (given: Readonly<Record<string, ReadinessCheck>>): Promise<readonly Unreadiness[]> => {
    const found = await Promise.all(Object.entries(given).map(([name, check]) => resultOf(name, ask(name, check), checkWithin)))
    const failed = found.filter((failure) => failure !== undefined)
    last = { at: performance.now(), found: failed }
    running = undefined
    return failed
  }

  return {
    becomeReady: (given) => {
      checks = given
    },
    look: async () => {
      if (ending.aborted) return ENDING
      if (!checks) return STARTING
      if (last && performance.now() - last.at < fresh) return last.found
      running ??= runChecks(checks)
      const found = await running
      // It may have begun to end meanwhile.
      return ending.aborted ? ENDING : found
    },
  }
}
