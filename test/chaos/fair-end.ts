/** How a process may end in a campaign, and which faults may miss: each only after what explains it. */

export interface End {
  /** Its exit code, or the signal that ended it. */
  how: number | NodeJS.Signals
  /** All that this process was sent. */
  signals: readonly NodeJS.Signals[]
  /** By the campaign's own clock, in milliseconds, as those of outages. */
  at: number
}

/** A while in which PostgreSQL was away, slow or lost connections. */
export interface Outage {
  from: number
  to: number
}

/** So long a program may wait for a database before it gives it up: for a connection, and for one more. */
const AFTERMATH = 25_000

export const isFairEnd = ({ how, signals, at }: End, outages: readonly Outage[]): boolean => {
  const told = signals.filter((signal) => signal === 'SIGTERM').length
  const isOutage = outages.some(({ from, to }) => from <= at && at <= to + AFTERMATH)
  switch (how) {
    case 0:
      return true
    // The database was away as it began, or in the middle of a program that does not wait for it.
    case 1:
      return isOutage
    // Told to end with work left.
    case 75:
      return told > 0
    // Told to end twice; or once, and stopped or without its database, so that its time was over before it was done.
    case 143:
      return told > 1 || (told === 1 && (isOutage || signals.includes('SIGSTOP')))
    case 'SIGTERM':
    case 'SIGKILL':
      return signals.includes(how)
    default:
      return false
  }
}

/** Whether a fault may have failed to strike: while PostgreSQL is restarted nobody can ask it to end a connection; a restart itself never may. */
export const isFairMiss = (miss: Outage, restarts: readonly Outage[]): boolean =>
  restarts.some(({ from, to }) => from !== miss.from && from < miss.to && miss.from < to)
