/** The rows of each table, as they are read and written. Columns are described in migrations/. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** bigint: node-postgres gives it as text, since it may be larger than a number holds exactly. */
type Id = string

interface RepositoriesTable {
  id: GeneratedAlways<Id>
  identity_key: Buffer
  identity: string
  url: string | null
  path: string | null
  created_at: Generated<Date>
  last_viewed_at: Generated<Date>
  refresh_checked_at: Date | null
  refresh_job_id: string | null
  refresh_failures: Generated<number>
}

interface FactsTable {
  blob: Buffer
  language: string
  extractor_version: string
  content: Buffer
  used_on: Generated<Date>
}

interface FileInventoriesTable {
  id: GeneratedAlways<Id>
  digest: Buffer
  content: Buffer
  path: string
  framework: string
  language: string
  suites: number
  tests: number
  dynamic: number
  active: number
  focused: number
  skipped: number
  todo: number
  xfail: number
}

export type AnalysisStatus = 'running' | 'completed' | 'failed'

interface AnalysesTable {
  id: GeneratedAlways<Id>
  repository_id: Id
  commit: string
  extractor_version: string
  status: AnalysisStatus
  attempt_id: Id | null
  identity: string | null
  totals: ColumnType<unknown, string, string | null>
  diagnostics: string | null
  file_ids: Id[] | null
  started_at: Generated<Date>
  finished_at: Date | null
  pinned_at: Date | null
  pin_reason: string | null
  completion_number: Id | null
}

interface AnalysisAttemptsTable {
  id: GeneratedAlways<Id>
  analysis_id: Id | null
  target: string
  status: AnalysisStatus | 'abandoned'
  error_code: string | null
  error_message: string | null
  started_at: Generated<Date>
  finished_at: Date | null
  job_id: string | null
}

interface LinkTracesTable {
  repository_id: Id
  extractor_version: string
  content: Buffer
  /** Of what `content` is: another one each time that all is stored. */
  number: GeneratedAlways<Id>
  changes: Buffer | null
}

interface SealedTokensTable {
  id: GeneratedAlways<Id>
  origin: string
  path: string
  username: string
  label: string | null
  key_id: string
  sealed: Buffer
  created_at: Generated<Date>
  rotated_at: Date | null
  last_used_at: Date | null
}

interface LeasesTable {
  name: string
  token: Generated<Id>
  holder: string | null
  expires_at: Date | null
}

interface LeaseTermsTable {
  name: string
  token: Id
  holder: string
  held_from: Date
  held_until: Date
}

interface PeriodicJobsTable {
  name: string
  schedule: string
  known_since: Generated<Date>
}

export type TickStatus = 'running' | 'waiting' | 'done' | 'cut-off' | 'failed' | 'missed' | 'skipped'

interface PeriodicTicksTable {
  job: string
  due_at: Date
  status: TickStatus
  token: Id
  attempts: number
  started_at: Date | null
  heartbeat_at: Date | null
  finished_at: Date | null
  summary: ColumnType<unknown, string | null, string | null>
  error_code: string | null
  error_message: string | null
}

interface PeriodicRunsTable {
  id: GeneratedAlways<Id>
  job: string
  started_by: 'cron' | 'scheduler'
  due_at: Date | null
  started_at: Generated<Date>
  finished_at: Date | null
  outcome: 'done' | 'cut-off' | 'failed' | null
  summary: ColumnType<unknown, string, string | null>
}

export type JobAttemptOutcome = 'completed' | 'failed' | 'retried' | 'dead-lettered' | 'put-back' | 'cancelled' | 'lost'

interface JobAttemptsTable {
  job_id: string
  started_at: Date
  queue: string
  number: number
  worker: string
  ended_at: Date | null
  outcome: JobAttemptOutcome | null
  error_code: string | null
  error_message: string | null
  phase: string | null
  done: number | null
  total: number | null
  progress_at: Date | null
}

interface JobInterventionsTable {
  job_id: string
  action: 'cancelled' | 'retried' | 'joined'
  done_by: string
  done_at: Generated<Date>
  successor: string | null
}

interface PausedQueuesTable {
  queue: string
  paused_by: string
  paused_at: Generated<Date>
}

export type SpecificationStatus = 'running' | 'completed' | 'failed'

interface SpecificationsTable {
  id: GeneratedAlways<Id>
  repository_id: Id
  analysis_id: Id
  analysis_completion: Id
  language: string
  writer: string
  writer_version: string
  status: SpecificationStatus
  attempt: Generated<number>
  job_id: string | null
  error_code: string | null
  error_message: string | null
  identity: string | null
  version: number | null
  summary: string | null
  domains: number | null
  features: number | null
  behaviours: number | null
  tests: number | null
  input_tokens: string | null
  output_tokens: string | null
  cost: string | null
  started_at: Generated<Date>
  finished_at: Date | null
  alive_at: Date | null
}

interface SpecificationVersionsTable {
  repository_id: Id
  language: string
  last: number
}

interface SpecificationDomainsTable {
  specification_id: Id
  ordinal: number
  name: string
}

interface SpecificationFeaturesTable {
  specification_id: Id
  ordinal: number
  domain: number
  name: string
}

interface SpecificationBehavioursTable {
  specification_id: Id
  ordinal: number
  feature: number
  key: string
  text: string
  state: string
  examples: string[] | null
  written_by: 'offline' | null
}

interface SpecificationTestsTable {
  specification_id: Id
  behaviour: number
  ordinal: number
  test_id: string
}

interface ModelAnswersTable {
  key: Buffer
  content: string
  used_on: Generated<Date>
}

interface ModelLimitsTable {
  model: string
  not_before: Generated<Date>
  requests: Generated<number>
  tokens: Generated<number>
  filled_at: Generated<Date>
}

export interface Tables {
  repositories: RepositoriesTable
  facts: FactsTable
  file_inventories: FileInventoriesTable
  analyses: AnalysesTable
  analysis_attempts: AnalysisAttemptsTable
  link_traces: LinkTracesTable
  sealed_tokens: SealedTokensTable
  leases: LeasesTable
  lease_terms: LeaseTermsTable
  periodic_jobs: PeriodicJobsTable
  periodic_ticks: PeriodicTicksTable
  periodic_runs: PeriodicRunsTable
  job_attempts: JobAttemptsTable
  job_interventions: JobInterventionsTable
  paused_queues: PausedQueuesTable
  specifications: SpecificationsTable
  specification_versions: SpecificationVersionsTable
  specification_domains: SpecificationDomainsTable
  specification_features: SpecificationFeaturesTable
  specification_behaviours: SpecificationBehavioursTable
  specification_tests: SpecificationTestsTable
  model_answers: ModelAnswersTable
  model_limits: ModelLimitsTable
}
