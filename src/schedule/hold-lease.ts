import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { ClientConfig } from 'pg'

import { DatabaseError } from '../postgres/database-error.ts'
import { listen } from '../postgres/listen.ts'
import type { Database } from '../postgres/pool.ts'
import { aborted } from '../runtime/aborted.ts'
import type { Logger } from '../runtime/logger.ts'
import { repeat } from '../runtime/repeat.ts'
import { createWakeUp } from '../runtime/wake-up.ts'
import {
  endLateTransactions,
  extendLease,
  holdFence,
  LEASE_CHANNEL,
  releaseLease,
  takeLease,
  type LeaseTerm,
  type TakeOutcome,
} from './lease-store.ts'
import { LeaseLost, type Lease } from './lease.ts'

export interface HoldLeaseOptions {
  name: string
  /** In milliseconds. Others take the lease when it was not extended for so long. */
  timeToLive: number
  db: Database
  /** Of the connection that notifications come over. */
  connection: ClientConfig
  /** Told once, when it is known who has the lease. */
  onStandingBy?: () => void
  log: Logger
}

/** Of the time to live, when it is extended and what is kept for timers that fire late. */
const EXTENSIONS = 3
const RESERVE = 1 / 10

/** After a lease's expiry, in milliseconds: the clocks that measure the wait are two. */
const SLACK = 50

/**
 * Stands by until the lease is free, does the work under it, and stands by again when it is lost, until `stop` fires and
 * the work has ended. The work is done once `stop` or the lease's signal has fired; what it throws comes out of here.
 *
 * A standby looks again when the lease it saw would expire; a notification of its release only shortens that.
 */
export const holdLease = async (options: HoldLeaseOptions, work: (lease: Lease) => Promise<void>, stop: AbortSignal): Promise<void> => {
  const { name, timeToLive, db, log } = options
  const holder = `${hostname()}:${process.pid}:${randomUUID()}`
  const wakeUp = createWakeUp()
  const broken = Promise.withResolvers<never>()
  let lookAgain: NodeJS.Timeout | undefined
  let seen: string | null = null
  let term: Promise<void> | undefined

  /** One that waited in vain for a transaction of the last holder would otherwise pause for longer each time. */
  const takeOrLookAgain = async (): Promise<TakeOutcome> => {
    try {
      return await takeLease(db, { name, holder, timeToLive })
    } catch (error) {
      if (error instanceof DatabaseError && error.code === 'database-busy') lookAgain = setTimeout(wakeUp.wake, SLACK)
      throw error
    }
  }

  const take = async (): Promise<void> => {
    clearTimeout(lookAgain)
    if (term || stop.aborted) return
    const late = await endLateTransactions(db, name)
    if (late > 0) log.warn({ lease: name, transactions: late }, 'Ended transactions of a holder that has lost the lease')
    const askedAt = performance.now()
    const outcome = await takeOrLookAgain()
    if (outcome.kind === 'held') {
      if (outcome.holder !== null && outcome.holder !== seen) log.info({ lease: name, holder: outcome.holder }, 'Standing by')
      seen = outcome.holder
      lookAgain = setTimeout(wakeUp.wake, outcome.freeIn + SLACK)
      return
    }
    seen = null
    term = workUnder(options, { name, holder, token: outcome.token }, askedAt, work)
      .catch(broken.reject)
      .finally(() => {
        term = undefined
        wakeUp.wake()
      })
  }

  await using stack = new AsyncDisposableStack()
  const onNotification = (payload: string | undefined): void => {
    if (payload === undefined || payload === name) wakeUp.wake()
  }
  stack.use(listen(options.connection, LEASE_CHANNEL, onNotification, log))
  stack.defer(() => clearTimeout(lookAgain))
  stack.defer(() => term)
  const taking = stack.use(repeat('take the lease', timeToLive / EXTENSIONS, log, take, wakeUp))
  void taking.worked.then(options.onStandingBy)
  await Promise.race([aborted(stop), broken.promise])
}

/** `provedAt`: on this process's own clock, which nobody sets, when the lease was asked for: never later than when it was given. */
const workUnder = async (
  { timeToLive, db, log }: HoldLeaseOptions,
  term: LeaseTerm,
  provedAt: number,
  work: (lease: Lease) => Promise<void>,
): Promise<void> => {
  const { name, token } = term
  const control = new AbortController()
  let deadline: NodeJS.Timeout | undefined
  const lose = (because: string): void => {
    if (control.signal.aborted) return
    clearTimeout(deadline)
    control.abort(new LeaseLost(name, because))
    log.warn({ lease: name, token, because }, 'Lost the lease')
  }
  const proved = (at: number): void => {
    clearTimeout(deadline)
    const left = at + timeToLive * (1 - RESERVE) - performance.now()
    deadline = setTimeout(() => lose('it could not be extended in time'), left)
  }

  log.info({ lease: name, token, holder: term.holder }, 'Took the lease')
  proved(provedAt)
  const extensions = repeat('extend the lease', timeToLive / EXTENSIONS, log, async () => {
    if (control.signal.aborted) return
    const askedAt = performance.now()
    const extended = await extendLease(db, term, timeToLive)
    if (!extended) lose('it has expired, and somebody else may have it')
    else if (!control.signal.aborted) proved(askedAt)
  })
  try {
    await work({
      name,
      token,
      signal: control.signal,
      fence: async (transaction) => {
        control.signal.throwIfAborted()
        if (!(await holdFence(transaction, term))) throw new LeaseLost(name, 'it has expired, and somebody else may have it')
      },
    })
  } finally {
    await extensions[Symbol.asyncDispose]()
    clearTimeout(deadline)
    if (!control.signal.aborted) await release(db, term, log)
  }
}

/** Nobody is kept waiting for ever where this fails: the lease expires. */
const release = async (db: Database, term: LeaseTerm, log: Logger): Promise<void> => {
  try {
    await releaseLease(db, term)
    log.info({ lease: term.name, token: term.token }, 'Released the lease')
  } catch (error) {
    log.warn({ lease: term.name, error }, 'Could not release the lease; it expires by itself')
  }
}
