/** The limit that all workers share who ask one model. */
export interface RequestLimit {
  /** Takes the place of a request of so many tokens: 0, or the milliseconds after which to ask again. */
  take: (tokens: number) => Promise<number>
  /** Nobody sends anything for so many milliseconds from now; a longer pause that is known already stays. */
  pauseFor: (milliseconds: number) => Promise<void>
}
