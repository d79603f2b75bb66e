/**
 * What each role may do, and with it each process: no more than it needs. One line a table; a new table gets one for each
 * role that works with it (a test asks for at least one). Privileges and objects are written as SQL writes them.
 */
export type Grant = readonly [privileges: string, on: string]

/** Everybody looks whether the database is of their version. */
const ANY_PROCESS: readonly Grant[] = [['select', 'testimony_migrations']]

const OPENS_QUEUES: readonly Grant[] = [
  ['usage', 'schema pgboss'],
  ['select', 'pgboss.version'],
  ['select', 'pgboss.queue'],
]

/**
 * The columns that pg-boss's own insert fills. Without `state`, `output` or `retry_count`, what is inserted can be nothing
 * but a job that waits.
 */
const COLUMNS_OF_A_NEW_JOB = [
  'id',
  'name',
  'data',
  'priority',
  'start_after',
  'created_on',
  'singleton_key',
  'singleton_on',
  'group_id',
  'group_tier',
  'expire_seconds',
  'deletion_seconds',
  'keep_until',
  'retry_limit',
  'retry_delay',
  'retry_backoff',
  'retry_delay_max',
  'policy',
  'dead_letter',
  'heartbeat_seconds',
  'blocked',
  'blocking',
  'pending_dependencies',
].join(', ')

/** What pg-boss counts and notes of a queue; not what its jobs are like. */
const COLUMNS_OF_SUPERVISION = [
  'deferred_count',
  'queued_count',
  'ready_count',
  'active_count',
  'failed_count',
  'total_count',
  'created_delta',
  'completed_delta',
  'failed_delta',
  'delta_on',
  'delta_seconds',
  'ready_history',
  'singletons_active',
  'monitor_claim_on',
  'monitor_on',
  'maintain_on',
].join(', ')

/** Inserts jobs, and sees of the others whether the same work waits already, never what it is. */
const SENDS_JOBS: readonly Grant[] = [
  ...OPENS_QUEUES,
  [`insert (${COLUMNS_OF_A_NEW_JOB})`, 'pgboss.job_common'],
  ['select (id)', 'pgboss.job_common'],
  ['execute', 'function join_same_work(text, text, text, text)'],
]

const WAITS_FOR_JOBS: readonly Grant[] = [['execute', 'function job_standing(uuid)']]

/** Frees the jobs of workers that have gone, and sees to the queues as pg-boss would. */
const SUPERVISES_QUEUES: readonly Grant[] = [
  ...OPENS_QUEUES,
  ['select, insert, update', 'pgboss.job'],
  ['select, insert, update, delete', 'pgboss.job_common'],
  [`update (${COLUMNS_OF_SUPERVISION})`, 'pgboss.queue'],
  ['update (reindex_on, monitor_backoff_on)', 'pgboss.version'],
  ['select, delete', 'pgboss.job_dependency'],
  ['select, update', 'job_attempts'],
]

/** Whoever is up supervises. */
const WORKS_JOBS: readonly Grant[] = [...SUPERVISES_QUEUES, ['insert, delete', 'job_attempts'], ['select', 'paused_queues']]

/** What the tests of an analysis are. */
const READS_INVENTORIES: readonly Grant[] = [
  ['select', 'analyses'],
  ['select', 'file_inventories'],
]

const READS_ANALYSES: readonly Grant[] = [...READS_INVENTORIES, ['select', 'repositories'], ['select', 'analysis_attempts']]

const READS_SPECIFICATIONS: readonly Grant[] = [
  ['select', 'specifications'],
  ['select', 'specification_domains'],
  ['select', 'specification_features'],
  ['select', 'specification_behaviours'],
  ['select', 'specification_tests'],
]

/** A completed one is never changed, by whomever: the tables themselves refuse it. */
const WRITES_SPECIFICATIONS: readonly Grant[] = [
  ['select, insert, update', 'specifications'],
  ['select, insert, update', 'specification_versions'],
  ['insert', 'specification_domains'],
  ['insert', 'specification_features'],
  ['insert', 'specification_behaviours'],
  ['insert', 'specification_tests'],
]

/** Answers are kept and never changed; only when they were used is. */
const ASKS_MODELS: readonly Grant[] = [
  ['select, insert, update (used_on)', 'model_answers'],
  ['select, insert, update', 'model_limits'],
]

/**
 * To lock a row that is to be deleted, PostgreSQL wants a right to update some column of it. Numbers that PostgreSQL gives
 * itself are the ones that such a right changes nothing of.
 */
const CLEANS_UP: readonly Grant[] = [
  ['select, update (id), delete', 'analyses'],
  ['select, update (id), delete', 'analysis_attempts'],
  ['select, update (id), delete', 'specifications'],
  ['select, delete', 'job_attempts'],
  ['select, delete', 'job_interventions'],
  ['select, delete', 'file_inventories'],
  ['select, update (extractor_version), delete', 'facts'],
  ['select, update (extractor_version), delete', 'link_traces'],
  ['select, update (used_on), delete', 'model_answers'],
  ['select, delete', 'model_limits'],
  ['select, delete', 'periodic_ticks'],
  ['select, delete', 'lease_terms'],
  ['select, insert, update (finished_at, outcome, summary), delete', 'periodic_runs'],
]

const REFRESHES: readonly Grant[] = [
  ['select, update (refresh_checked_at, refresh_job_id, refresh_failures)', 'repositories'],
  ['select', 'analyses'],
  ['select, insert, update (finished_at, outcome, summary)', 'periodic_runs'],
  ...SENDS_JOBS,
  // Whether the job that it sent last still waits.
  ['select (id, name, state)', 'pgboss.job'],
]

/** Ends attempts whose workers have gone, where no worker is up to do it. */
const ENDS_LOST_ATTEMPTS: readonly Grant[] = [
  ['update (status, finished_at)', 'analyses'],
  ['update (status, finished_at, error_code, error_message)', 'analysis_attempts'],
  ['update (status, finished_at, error_code, error_message)', 'specifications'],
]

/** Holds the lease, and keeps the rows of ticks. */
const LEADS: readonly Grant[] = [
  ['select, insert, update', 'leases'],
  ['select, insert, update', 'lease_terms'],
  ['select, insert, update, delete', 'periodic_jobs'],
  ['select, insert, update', 'periodic_ticks'],
]

export const ROLE_GRANTS = {
  testimony_analyzer: [
    ...ANY_PROCESS,
    ...WORKS_JOBS,
    ['select, insert, update', 'repositories'],
    ['select, insert, update', 'analyses'],
    ['select, insert, update', 'analysis_attempts'],
    ['select, insert', 'file_inventories'],
    ['select, insert, update (used_on)', 'facts'],
    ['select, insert, update', 'link_traces'],
    ['usage', 'sequence analysis_completions'],
    ['select, update (last_used_at)', 'sealed_tokens'],
    ['select', 'periodic_runs'],
  ],
  testimony_spec_generator: [...ANY_PROCESS, ...WORKS_JOBS, ...READS_INVENTORIES, ...WRITES_SPECIFICATIONS, ...ASKS_MODELS],
  testimony_retention: [...ANY_PROCESS, ...CLEANS_UP],
  testimony_refresh: [...ANY_PROCESS, ...REFRESHES],
  testimony_scheduler: [...ANY_PROCESS, ...LEADS, ...ENDS_LOST_ATTEMPTS, ...CLEANS_UP, ...REFRESHES, ...SUPERVISES_QUEUES],
  testimony_enqueue: [...ANY_PROCESS, ...SENDS_JOBS, ...WAITS_FOR_JOBS],
  testimony_web: [
    ...ANY_PROCESS,
    ...READS_ANALYSES,
    ...READS_SPECIFICATIONS,
    ['select', 'periodic_runs'],
    ...SENDS_JOBS,
    ...WAITS_FOR_JOBS,
  ],
  /** For whoever stores tokens by the command line, and reads none. */
  testimony_tokens: [
    ...ANY_PROCESS,
    ['select (id, origin, path, username, label, key_id, created_at, rotated_at, last_used_at)', 'sealed_tokens'],
    ['insert, delete', 'sealed_tokens'],
    ['update (username, label, key_id, sealed, created_at, rotated_at, last_used_at)', 'sealed_tokens'],
  ],
} as const satisfies Record<string, readonly Grant[]>

export type RoleName = keyof typeof ROLE_GRANTS
