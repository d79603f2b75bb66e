import { ConfigurationError, readConfiguration, type FaultsTogether } from './configuration.ts'
import { EXIT_CODE } from './exit-code.ts'
import { healthSettings } from './health-settings.ts'
import { PlainFault } from './plain-fault.ts'
import { createLogger, type Logger } from './logger.ts'
import { createReadiness, type Readiness } from './readiness.ts'
import { createScrubber } from './scrub.ts'
import { logLevel, shutdownTimeout } from './service-settings.ts'
import type { SettingValues, Settings } from './setting.ts'
import { listenForShutdown, type Shutdown } from './shutdown.ts'
import { startTelemetry, type Telemetry } from './telemetry.ts'
import { telemetrySettings } from './telemetry-settings.ts'

/** What every process has beside its own settings. */
export const COMMON_SETTINGS = { logLevel, shutdownTimeout, ...telemetrySettings }

export interface ProcessContext<Described extends Settings> {
  configuration: SettingValues<Described>
  /** In milliseconds: all of the process's ending has to fit in. */
  shutdownTimeout: number
  log: Logger
  shutdown: Shutdown
  /** For a process that closes what its metrics are read from: it ends its telemetry before. It is ended after the process in any case. */
  telemetry: Pick<Telemetry, 'end'>
  /** Of a service: it says when it can do its work. */
  readiness: Pick<Readiness, 'becomeReady'>
}

export interface ProcessDescription<Described extends Settings> {
  service: string
  settings: Described
  faultsTogether?: FaultsTogether<Described>
  /** Standard output for services; standard error where standard output is for data. */
  logTo: 1 | 2
  /** Whether a person runs it by hand: a fault that is theirs to mend ends it as it ends the command line. */
  byHand?: boolean
  /** A service: it can be asked for its health and metrics, at `HEALTH_PORT`. */
  serves?: boolean
  /** Loads the program after its configuration is known to be good: a fault in it is told before anything heavy is read. */
  load: () => Promise<(context: ProcessContext<Described>) => Promise<number>>
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')

const configure = <Described extends Settings>(description: ProcessDescription<Described>) => {
  try {
    const common = { ...COMMON_SETTINGS, ...(description.serves && healthSettings) }
    return readConfiguration({ own: description.settings, common, faultsTogether: description.faultsTogether }, process.env)
  } catch (error) {
    // A default may need what this user doesn't have.
    if (!(error instanceof ConfigurationError || error instanceof PlainFault)) throw error
    process.stderr.write(`${description.service}: ${error.message}\n`)
    process.exit(EXIT_CODE.usage)
  }
}

/** Runs a process from its configuration to its exit code. Nothing that happens in it leaves without a line that says what it was. */
export const runProcess = async <Described extends Settings>(description: ProcessDescription<Described>): Promise<never> => {
  const { own, common, secrets } = configure(description)
  const log = createLogger({ service: description.service, level: common.logLevel, secrets, destination: description.logTo })
  const scrub = createScrubber(secrets)
  using shutdown = listenForShutdown({
    timeout: common.shutdownTimeout,
    onRequest: (by) => log.info({ signal: by }, 'Ending'),
    onOverdue: () => log.error({ timeoutMs: common.shutdownTimeout }, 'Could not end in time; ending at once'),
  })
  const die = (error: unknown): never => {
    if (error instanceof PlainFault) {
      process.stderr.write(`${description.service}: ${scrub(oneLine(error.message))}\n`)
      log.debug({ error }, 'Fault')
      process.exit(description.byHand ? EXIT_CODE.usage : EXIT_CODE.failed)
    }
    log.fatal({ error }, 'Broken')
    process.exit(EXIT_CODE.failed)
  }
  process.on('uncaughtException', die)
  let telemetry: Telemetry | undefined
  try {
    const { healthHost, healthPort } = common
    const metricsAreServed = healthPort !== undefined
    const timeLeft = (): number => shutdown.timeLeft
    telemetry = await startTelemetry({ service: description.service, settings: common, metricsAreServed, scrub, timeLeft, log })
    const readiness = createReadiness({ ending: shutdown.signal })
    if (healthPort !== undefined && healthHost !== undefined) {
      const { startHealthServer } = await import('./health-server.ts')
      await startHealthServer({ host: healthHost, port: healthPort, readiness, readMetrics: telemetry.readMetrics, log })
    }
    const run = await description.load()
    const code = await run({ configuration: own, shutdownTimeout: common.shutdownTimeout, log, shutdown, telemetry, readiness })
    await telemetry.end()
    process.exit(code)
  } catch (error) {
    await telemetry?.end()
    return die(error)
  }
}
