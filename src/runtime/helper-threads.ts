import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Where Linux lists the threads of this process; other systems give them no priority of their own. */
const THREADS = '/proc/self/task'

/** What Node calls the threads that V8 compiles and collects garbage on, beside those that the program runs on. */
const HELPER = 'V8Worker'

/** Of the 19 steps that a process may step back. The later garbage is collected, the more memory is taken: a sixth more at ten than at five, for one to three hundredths of the time; at 19 half as much again for nothing. */
const BEHIND = 10

/**
 * Lets the threads that V8 compiles and collects garbage on give way to those that the result waits for. There are four of
 * them, however few cores there are. For a process of its own that is waited for, and does one thing; where threads have
 * no priority of their own, all stays as it is.
 */
export const putHelperThreadsBehind = (): void => {
  try {
    for (const thread of readdirSync(THREADS))
      if (readFileSync(`${THREADS}/${thread}/comm`, 'utf8').trim() === HELPER) setPriority(Number(thread), BEHIND)
  } catch {
    // It takes longer, and is done all the same.
  }
}
