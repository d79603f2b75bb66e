import type { z } from 'zod'

import { parsed } from '../runtime/setting-schemas.ts'
import { parseCronSchedule } from './cron-schedule.ts'

/** When a periodic job is due: a cron expression, or undefined for `off`. */
export const scheduleOrOff = (): z.ZodType<string | undefined, string> =>
  parsed<{ expression: string | undefined }>(
    'off or a cron expression of five fields (six with seconds), by UTC, like 0 3 * * *',
    (text) => {
      if (text === 'off') return { expression: undefined }
      return parseCronSchedule(text) ? { expression: text } : undefined
    },
  ).transform(({ expression }) => expression)
