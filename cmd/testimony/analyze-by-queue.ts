import { analysisJob, createAnalysisHandler, type AnalysisPayload } from '../../src/analysis/analysis-job.ts'
import { analysisVersion } from '../../src/analysis/analysis-version.ts'
import { createAnalyzeRepository, type AnalyzeRepository } from '../../src/analysis/analyze-repository.ts'
import { recordView } from '../../src/analysis/repository-view.ts'
import { findAnalysis, findNewestAnalysis } from '../../src/analysis/stored-analysis.ts'
import type { ExtractionProgress } from '../../src/extraction/extraction.ts'
import { createParserPool } from '../../src/extraction/parser-pool.ts'
import { withPatience } from '../../src/postgres/answer-limit.ts'
import { openPool } from '../../src/postgres/pool.ts'
import { withdrawJob } from '../../src/queue/cancel-job.ts'
import { openJobQueue, type JobQueue } from '../../src/queue/job-queue.ts'
import { sendJob, type SendOutcome } from '../../src/queue/send-job.ts'
import { workJobs } from '../../src/queue/work-jobs.ts'
import { createLogger } from '../../src/runtime/logger.ts'
import { parseRef } from '../../src/source/ref-name.ts'
import { parseRemoteUrl } from '../../src/source/remote-url.ts'
import { resolveHead, type SourceOptions } from '../../src/source/open-snapshot.ts'
import type { Analysed, Completed } from './analyze-here.ts'
import { tell, type CommandContext } from './command-context.ts'
import { currentPerson } from './current-person.ts'
import type { Store } from './open-store.ts'
import type { ProgressDisplay } from './progress-display.ts'
import { untilJobDone } from './until-job-done.ts'

const MINUTE = 60_000
const JOB_TIMEOUT = 15 * MINUTE
/** After a signal: half of it for a running job to end by itself, half to put it back. */
const STOP_WITHIN = 2_000

/**
 * Remembers what became of the work on one payload, and shows how far it is. Of several jobs that asked for the same, as
 * one that a killed command left and the one behind it, all but the first are answered from the store: the work is the first's.
 */
const watch = (
  analyzeRepository: AnalyzeRepository,
  payload: AnalysisPayload,
  progress: ProgressDisplay,
): { analyzeRepository: AnalyzeRepository; outcome: () => Completed | null } => {
  let completed: Completed | null = null
  return {
    outcome: () => completed,
    analyzeRepository: async (input, signal) => {
      const onProgress = (current: ExtractionProgress): void => {
        progress.update(current)
        input.onProgress?.(current)
      }
      const outcome = await analyzeRepository({ ...input, onProgress }, signal)
      const isAsked = outcome.kind === 'completed' && input.target === payload.repository && input.ref === payload.ref
      if (isAsked && !(outcome.reusedWhole && outcome.analysisId === completed?.analysisId)) completed = outcome
      return outcome
    },
  }
}

/** The stored analysis of a job that another analyzer has done. Where the branch has moved on meanwhile, the newest one. */
const findDone = async (store: Store, target: string, source: SourceOptions, signal: AbortSignal): Promise<string> => {
  const { identity, commit } = await resolveHead(target, source, signal)
  const ofCommit =
    commit === null ? undefined : await findAnalysis(store.db, { identity, commit, extractorVersion: analysisVersion(source) })
  const found = ofCommit ?? (await findNewestAnalysis(store.db, identity))
  if (found === undefined) throw new Error('The job is done and its analysis is not there')
  return found.id
}

/**
 * Takes back the job that this command sent, so that no other command has to do it first; one that was there before, or that
 * others asked for too, stays: what runs of it is put back.
 */
const letGo = async (
  queue: JobQueue,
  payload: AnalysisPayload,
  { kind, jobId }: SendOutcome,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<void> => {
  const withdraw = () => withdrawJob(queue.database, analysisJob, { jobId, payload }, currentPerson())
  const isGone =
    kind === 'sent' &&
    (await withPatience({ giveUp: AbortSignal.timeout(STOP_WITHIN) }, withdraw).then(
      (outcome) => outcome.kind !== 'joined',
      () => false,
    ))
  if (isGone) return
  progress.clear()
  tell(context, `the job stays in the queue: \`testimony jobs show ${jobId}\` says how it stands`)
}

/**
 * Sends the job of an address to the queue and is an analyzer until it has ended: the same job, attempts and faults as
 * with any other analyzer, which may as well be the one to do it.
 */
export const analyzeByQueue = async (
  store: Store,
  target: string,
  source: SourceOptions,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<Analysed> => {
  const { ref, ...ofSource } = source
  const log = createLogger({ service: 'testimony', level: context.debug ? 'debug' : 'silent', secrets: [], destination: 2 })
  await using stack = new AsyncDisposableStack()
  const pool = openPool({ url: store.url, applicationName: 'command line queue', maxConnections: 3 })
  stack.defer(() => pool.end())
  const queue = stack.use(await openJobQueue(pool, [analysisJob], log))
  const payload: AnalysisPayload = {
    repository: parseRemoteUrl(target, { allowHttp: source.allowPrivateNetworks }).href,
    ...(ref !== undefined && { ref: parseRef(ref) }),
  }
  const job = await queue.database
    .transaction()
    .execute((transaction) => sendJob(queue, analysisJob, { payload, requester: currentPerson(), urgency: 'priority' }, transaction))

  const parsers = stack.use(createParserPool())
  const watched = watch(createAnalyzeRepository({ db: store.db, parsers, source: ofSource }), payload, progress)
  const stop = new AbortController()
  const working = workJobs(
    {
      queue,
      connection: { connectionString: store.url },
      kind: analysisJob,
      handle: createAnalysisHandler(watched.analyzeRepository, (url) => recordView(store.db, { url })),
      concurrency: 1,
      first: () => job.jobId,
      groupLimit: Number.MAX_SAFE_INTEGER,
      jobTimeout: JOB_TIMEOUT,
      stopWithin: STOP_WITHIN,
      log,
    },
    AbortSignal.any([stop.signal, context.signal]),
  )
  try {
    await Promise.race([untilJobDone(store, job.jobId, log, progress, context), working])
    context.signal.throwIfAborted()
  } finally {
    stop.abort()
    if (context.signal.aborted) await letGo(queue, payload, job, progress, context)
    await working
  }
  const outcome = watched.outcome()
  return { id: outcome?.analysisId ?? (await findDone(store, target, source, context.signal)), outcome }
}
