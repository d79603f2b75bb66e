import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino'
import { createScrubber } from './scrub.ts'
import { VERSION } from './version.ts'

export type Logger = PinoLogger

export interface LoggerOptions {
  service: string
  level: string
  /** Texts that no line may show, wherever they come from: an error's message, a header, a URL. */
  secrets: readonly string[]
  /** Where lines go; 1 and 2 are standard output and standard error. */
  destination: 1 | 2 | DestinationStream
}

/** Fields that hold secrets by their name, whatever the value. */
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'token', 'secret', 'encryptionKey', 'connectionString'] as const

/** JSON, one line an event. Written synchronously, so that the last lines before an exit are there. */
export const createLogger = (options: LoggerOptions): Logger => {
  const scrub = createScrubber(options.secrets)
  const destination =
    typeof options.destination === 'number' ? pino.destination({ fd: options.destination, sync: true }) : options.destination
  return pino(
    {
      level: options.level,
      base: { service: options.service, version: VERSION },
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      errorKey: 'error',
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
      // The last line of defence: it sees the finished line, so nothing gets around it.
      hooks: { streamWrite: scrub },
    },
    destination,
  )
}
