/**
 * All migrations in their order, listed here so that a bundle holds them. Forward only: what landed is never changed. Their
 * order is all that numbers mean: one is taken when work on a migration begins, and not everything that is begun lands.
 */
import type { Migration } from 'kysely/migration'

import * as analyses from './0001-analyses.ts'
import * as schedule from './0002-schedule.ts'
import * as periodicRuns from './0003-periodic-runs.ts'
import * as credentials from './0004-credentials.ts'
import * as jobs from './0005-jobs.ts'
import * as jobsOfAttempts from './0006-jobs-of-attempts.ts'
import * as roles from './0009-roles.ts'
import * as joiningUnattendedJobs from './0010-joining-unattended-jobs.ts'
import * as specifications from './0011-specifications.ts'
import * as modelAnswers from './0012-model-answers.ts'
import * as specificationsBeingWritten from './0014-specifications-being-written.ts'
import * as changesOfLinkTraces from './0015-changes-of-link-traces.ts'
import * as timeOfNextAttempts from './0016-time-of-next-attempts.ts'
import * as joinedJobs from './0017-joined-jobs.ts'

export const MIGRATIONS: Record<string, Migration> = {
  '0001-analyses': analyses,
  '0002-schedule': schedule,
  '0003-periodic-runs': periodicRuns,
  '0004-credentials': credentials,
  '0005-jobs': jobs,
  '0006-jobs-of-attempts': jobsOfAttempts,
  '0009-roles': roles,
  '0010-joining-unattended-jobs': joiningUnattendedJobs,
  '0011-specifications': specifications,
  '0012-model-answers': modelAnswers,
  '0014-specifications-being-written': specificationsBeingWritten,
  '0015-changes-of-link-traces': changesOfLinkTraces,
  '0016-time-of-next-attempts': timeOfNextAttempts,
  '0017-joined-jobs': joinedJobs,
}
