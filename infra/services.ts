/**
 * The list of services: everything under `infra` but this, and docs/configuration.md, is written from it by
 * scripts/write-infra.ts (docs/adr/0014-generated-deployment.md).
 */
import { analyzerSettings } from '../cmd/analyzer/settings.ts'
import { autoRefreshSettings } from '../cmd/auto-refresh/settings.ts'
import { enqueueSettings } from '../cmd/enqueue/settings.ts'
import { migrateSettings } from '../cmd/migrate/settings.ts'
import { retentionCleanupSettings } from '../cmd/retention-cleanup/settings.ts'
import { schedulerSettings } from '../cmd/scheduler/settings.ts'
import { specGeneratorSettings } from '../cmd/spec-generator/settings.ts'
import { analysisJob } from '../src/analysis/analysis-job.ts'
import { specificationJob } from '../src/specification/specification-job.ts'
import type { Service } from './service.ts'

const MINUTE = 60

export const SERVICES: readonly Service[] = [
  {
    name: 'migrate',
    kind: 'one-off',
    does: 'Brings the database to this version and ends.',
    settings: migrateSettings,
    values: {},
    resources: { cpu: 100, memory: 128, memoryLimit: 256 },
    restart: 'on-failure',
    timeLimit: 60 * MINUTE,
  },
  {
    name: 'analyzer',
    kind: 'queue-consumer',
    does: 'Takes analysis jobs from the queue: fetches the commit, extracts, stores.',
    settings: analyzerSettings,
    // A job that a scale-down meets is better finished than put back.
    values: { SHUTDOWN_TIMEOUT: '2m' },
    resources: { cpu: 500, memory: 512, memoryLimit: 2048 },
    restart: 'on-failure',
    git: true,
    native: true,
    migrateBefore: true,
    jobs: analysisJob,
    concurrency: 'ANALYZER_CONCURRENCY',
    most: 10,
    health: 8080,
    // Each running job may fetch a repository of the largest size before the cache is swept.
    cache: { variable: 'ANALYZER_CACHE_DIR', limit: { variable: 'ANALYZER_CACHE_LIMIT', value: '8 GiB' }, volumeGiB: 20 },
  },
  {
    name: 'spec-generator',
    kind: 'queue-consumer',
    does: 'Takes specification jobs from the queue: writes what the tests of an analysis say, and stores it.',
    settings: specGeneratorSettings,
    values: { SHUTDOWN_TIMEOUT: '2m' },
    resources: { cpu: 250, memory: 256, memoryLimit: 1024 },
    restart: 'on-failure',
    migrateBefore: true,
    jobs: specificationJob,
    concurrency: 'SPEC_CONCURRENCY',
    most: 10,
    // On a machine without containers its instances have ports beside those of the analyzers.
    health: 8090,
  },
  {
    name: 'retention-cleanup',
    kind: 'cron',
    does: 'Removes what the retention policy no longer keeps, and ends.',
    settings: retentionCleanupSettings,
    values: {},
    resources: { cpu: 100, memory: 128, memoryLimit: 256 },
    restart: 'never',
    schedule: '0 3 * * *',
    // RETENTION_TIMEOUT and the time to end, with some room.
    timeLimit: 35 * MINUTE,
  },
  {
    name: 'auto-refresh',
    kind: 'cron',
    does: 'Sends what people look at for analysis again where it has moved, and ends.',
    settings: autoRefreshSettings,
    values: {},
    resources: { cpu: 100, memory: 128, memoryLimit: 256 },
    restart: 'never',
    // Asks servers for the heads of repositories.
    git: true,
    // What is due is the policy's to say; the shortest of its intervals is six hours.
    schedule: '17 * * * *',
    timeLimit: 55 * MINUTE,
    offByDefault: true,
  },
  {
    name: 'scheduler',
    kind: 'service',
    does: 'Runs periodic jobs where there is no cron: one is active, the others stand by.',
    settings: schedulerSettings,
    values: {},
    resources: { cpu: 50, memory: 128, memoryLimit: 256 },
    restart: 'on-failure',
    // Asks servers for the heads of repositories.
    git: true,
    migrateBefore: true,
    health: 8080,
    instances: 2,
    replaces: ['retention-cleanup', 'auto-refresh'],
  },
  {
    name: 'enqueue',
    kind: 'hand-tool',
    does: 'Puts an analysis or a specification into the queue.',
    settings: enqueueSettings,
    values: {},
    resources: { cpu: 100, memory: 128, memoryLimit: 256 },
    restart: 'never',
  },
]
