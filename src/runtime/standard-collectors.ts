/** Collectors whose numbers come from wherever the composition root says: each is one line there. */
import type { Collector } from './collector.ts'

const LAST_SUCCESS = 'testimony_cron_last_success_timestamp_seconds'
const LEASE_HELD = 'testimony_lease_held'

/** When each periodic job was last done, by its recorded runs: also of programs that end, which nobody can ask. */
export const cronLastSuccess = (read: () => Promise<readonly { job: string; finishedAt: Date }[]>): Collector => ({
  name: 'last successes',
  gauges: [{ name: LAST_SUCCESS, describes: 'When the last successful run of a periodic job ended.', unit: 's' }],
  read: async () =>
    (await read()).map(({ job, finishedAt }) => ({ gauge: LAST_SUCCESS, value: finishedAt.getTime() / 1000, labels: { job } })),
})

/** Whether this process holds a lease, by its own state: over all processes the sum is one, or none during a takeover. */
export const leaseHeld = (read: () => readonly { name: string; held: boolean }[]): Collector => ({
  name: 'leases',
  gauges: [{ name: LEASE_HELD, describes: 'Whether this process holds the lease.', unit: '1' }],
  read: () => read().map(({ name, held }) => ({ gauge: LEASE_HELD, value: held ? 1 : 0, labels: { name } })),
})
