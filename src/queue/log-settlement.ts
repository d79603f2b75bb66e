/** How each end of an attempt is told in the log. */
import type { Logger } from '../runtime/logger.ts'
import type { Settlement } from './decide-settlement.ts'

export const logSettlement = (log: Logger, settlement: Settlement, duration: number): void => {
  const fields = { ...('error' in settlement ? { reason: settlement.error } : {}), durationMs: Math.round(duration) }
  switch (settlement.action) {
    case 'complete':
      return log.info(fields, 'Completed')
    case 'fail':
      return log.info(fields, 'Failed for good')
    case 'retry':
      return log.warn(fields, 'Failed; to be tried again')
    case 'dead-letter':
      return log.error(fields, 'Failed for the last time; put among the dead letters')
    case 'put-back':
      return log.info(fields, 'Put back; no attempt was used')
    case 'leave':
      return log.warn(fields, 'The job went to another worker meanwhile; nothing of this attempt counts')
  }
}
