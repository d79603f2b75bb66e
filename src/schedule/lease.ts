import type { QueryExecutorProvider } from 'kysely'

/** Why work under a lease ends before its time: somebody else may have the lease. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  readonly code = 'lease-lost'

  constructor(lease: string, because: string) {
    super(`The lease ${lease} is lost: ${because}. Nothing that is written from now on counts; whoever has the lease goes on`)
  }
}

/** A lease that this process holds, or held. */
export interface Lease {
  readonly name: string
  /** Grows with each holder. */
  readonly token: string
  /** Fires, with LeaseLost, when the lease is lost or can't be proved any more. */
  readonly signal: AbortSignal
  /** Keeps the lease this process's until the transaction ends, or throws LeaseLost: let it through, and nothing is written. */
  readonly fence: (transaction: QueryExecutorProvider) => Promise<void>
}
