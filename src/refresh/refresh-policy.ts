const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Up to so many days after a person last looked, a repository is looked after every so often. */
const STEPS = [
  { days: 7, every: 6 * HOUR },
  { days: 14, every: 12 * HOUR },
  { days: 30, every: DAY },
  { days: 60, every: 3 * DAY },
  { days: 90, every: 7 * DAY },
] as const

/** Whoever was last looked at before is left alone until somebody asks for it. */
export const LONGEST_UNSEEN_DAYS = 90
/** Failures in a row that exclude a repository until somebody asks for it. */
export const MOST_FAILURES = 5

/**
 * A run that is started a little earlier than the last time, or came to the repository a little sooner, must not leave it
 * to the next one: every six hours would become every twelve.
 */
const SLACK = 30 * MINUTE

/** How often a repository is looked after, in milliseconds, so long after a person last looked; null: no longer. */
export const refreshInterval = (unseen: number): number | null => STEPS.find(({ days }) => unseen <= days * DAY)?.every ?? null

export interface RefreshStanding {
  lastViewedAt: Date
  /** When it was last looked after or analysed; null: never. */
  checkedAt: Date | null
  failures: number
}

/** Whether it is time to look after a repository. */
export const isDue = ({ lastViewedAt, checkedAt, failures }: RefreshStanding, now: Date): boolean => {
  const interval = refreshInterval(now.getTime() - lastViewedAt.getTime())
  if (interval === null || failures >= MOST_FAILURES) return false
  return checkedAt === null || now.getTime() - checkedAt.getTime() >= interval - SLACK
}

/**
 * Whether what `version` says may be said better by `current`. Versions are whole numbers; during an upgrade the newest
 * analysis may well be of a later one than this program knows, and that is no reason to do it again.
 */
export const isOlderVersion = (version: string, current: string): boolean => {
  const [one, other] = [Number(version), Number(current)]
  return Number.isNaN(one) || Number.isNaN(other) ? version !== current : one < other
}
