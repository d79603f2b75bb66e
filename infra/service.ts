/** What is written down of a service once, and read by every platform's files. */
import type { JobKindQueues } from '../src/queue/job-kind.ts'
import type { Settings } from '../src/runtime/setting.ts'

interface Basics {
  /** Its folder in `cmd`, in the build, and in `infra`. */
  name: string
  /** In a sentence, for whoever reads a generated file. */
  does: string
  /** Its own; what all processes have comes on top. */
  settings: Settings
  /** Variables that every platform sets, where the default is not what a container or a unit wants. */
  values: Record<string, string>
  /** CPU in thousandths of a core, memory in MiB. CPU has no limit: throttled heartbeats would look like a dead worker. */
  resources: { cpu: number; memory: number; memoryLimit: number }
  /** `on-failure`: started again when it ends with a fault; `never`: its next run goes on. */
  restart: 'on-failure' | 'never'
  /** Fetches repositories: its image holds git and the certificates to trust. */
  git?: true
  /** Its bundle names packages with native parts, which its image holds beside it. */
  native?: true
  /** Whether the platform brings the database to this version before it starts this; else whoever runs it has done so. */
  migrateBefore?: true
}

/** The port of `/healthz`, `/readyz` and `/metrics` of a process that serves them. */
type HealthPort = number

/** Takes jobs from queues: none to many, as many as the queues ask for. */
export interface QueueConsumer extends Basics {
  kind: 'queue-consumer'
  jobs: Pick<JobKindQueues, 'name'>
  /** The setting that says how many jobs one process runs at a time. */
  concurrency: string
  most: number
  health?: HealthPort
  /** Bytes that are cheap to lose, and what the volume for them must hold. */
  cache?: { variable: string; limit: { variable: string; value: string }; volumeGiB: number }
}

/** Runs until it is told to end; one is active, others stand by. */
export interface StandingService extends Basics {
  kind: 'service'
  instances: number
  /** Programs of a cron whose work it does: a platform runs it or them. */
  replaces?: readonly string[]
  health?: HealthPort
}

/** Runs to completion, by the platform's cron. */
export interface CronProgram extends Basics {
  kind: 'cron'
  /** Five fields, UTC. */
  schedule: string
  /** In seconds: when the platform ends a run that hangs. Longer than what the program allows itself. */
  timeLimit: number
  /** Not started by anybody until somebody asks for it. */
  offByDefault?: true
}

/** Runs once before the others of its version start. */
export interface OneOff extends Basics {
  kind: 'one-off'
  timeLimit: number
}

/** Run by a person, with arguments. */
export interface HandTool extends Basics {
  kind: 'hand-tool'
}

export type Service = QueueConsumer | StandingService | CronProgram | OneOff | HandTool
