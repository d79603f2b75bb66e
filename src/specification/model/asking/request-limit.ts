/** When a request may go. */
export interface Leave {
  /** 0 where it goes now; else the milliseconds after which to ask again. */
  wait: number
  /** Whether that is for what the provider has asked for, and not for a share of the minute's own limit. */
  paused: boolean
}

/** The limit that all workers share who ask one model. */
export interface RequestLimit {
  /** Takes the place of a request of so many tokens, where it may go. Rejects with the signal's reason as soon as that fires. */
  take: (tokens: number, signal: AbortSignal) => Promise<Leave>
  /**
   * Nobody sends anything for so many milliseconds from now; a longer pause that is known already stays. Is not waited for
   * once the signal fires, whose reason is then thrown; others may still hear of it.
   */
  pauseFor: (milliseconds: number, signal: AbortSignal) => Promise<void>
}
