/** What a process says when it ends; part of the command line's contract. */
export const EXIT_CODE = {
  done: 0,
  /** A gate failed, or a service could not go on. */
  failed: 1,
  /** Wrong arguments or configuration. */
  usage: 2,
  /** Done, but some files could not be read or parsed. */
  incomplete: 3,
  /** The repository can't be had: not found, or no access. */
  unavailable: 4,
  /** A program of the platform's cron, or `migrate`, was cut off with work left; its next run goes on. */
  cutOff: 75,
} as const

export type EndingSignal = 'SIGINT' | 'SIGTERM'

const SIGNAL_NUMBERS: Record<EndingSignal, number> = { SIGINT: 2, SIGTERM: 15 }

/** 130 and 143: what a shell expects of a program that a signal ended. */
export const exitCodeOfSignal = (signal: EndingSignal): number => 128 + SIGNAL_NUMBERS[signal]
