import { Cron } from 'croner'

/** When something is due, by UTC. All times are in milliseconds since 1970, as the database's clock has them. */
export interface CronSchedule {
  /** The newest time that is not after `now`. */
  newestDue: (now: number) => number | undefined
  /** The first time after `now`. */
  nextDue: (now: number) => number | undefined
}

/**
 * Reads a cron expression of five fields, or of six with seconds ahead; undefined where it is none, or names a day that
 * never comes. croner only computes: its own timers go by this machine's clock.
 */
export const parseCronSchedule = (expression: string): CronSchedule | undefined => {
  // croner would take a point in time too, which is no schedule.
  if (!/^(@[a-z]+|\S+( +\S+){4,5})$/.test(expression)) return undefined
  try {
    const cron = new Cron(expression, { timezone: 'UTC', paused: true, mode: '5-or-6-parts' })
    if (cron.nextRun(new Date()) === null) return undefined
    return {
      // Times are whole seconds, and croner looks for one before the given moment.
      newestDue: (now) => cron.previousRuns(1, new Date(now + 1))[0]?.getTime(),
      nextDue: (now) => cron.nextRun(new Date(now))?.getTime(),
    }
  } catch {
    return undefined
  }
}
