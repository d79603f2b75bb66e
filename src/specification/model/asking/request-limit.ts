/** When a request may go. */
export interface Leave {
  /** 0 where it goes now; else the milliseconds after which to ask again. */
  wait: number
  /** Whether that is for what the provider has asked for, and not for a share of the minute's own limit. */
  paused: boolean
}

/** The limit that all workers share who ask one model. */
export interface RequestLimit {
  /** Takes the place of a request of so many tokens, where it may go. */
  take: (tokens: number) => Promise<Leave>
  /** Nobody sends anything for so many milliseconds from now; a longer pause that is known already stays. */
  pauseFor: (milliseconds: number) => Promise<void>
}
