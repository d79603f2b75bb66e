import * as z from 'zod'

import type { Diagnostic, RepositoryIdentity, Totals } from '../inventory/inventory.ts'
import type { JobKind } from '../queue/job-kind.ts'
import type { JobProgress } from '../queue/job-progress.ts'
import type { HandleJob, JobResult } from '../queue/running-jobs.ts'
import { describeWork } from '../runtime/span.ts'
import { isObjectId, parseRef } from '../source/ref-name.ts'
import { parseRemoteUrl } from '../source/remote-url.ts'
import type { SourceProgress } from '../source/remote-access.ts'
import { SourceError } from '../source/source-error.ts'
import { incompleteDiagnostics } from './incomplete.ts'
import type { AnalyzeRepository, AnalyzeRepositoryOutcome } from './analyze-repository.ts'

/** What one of the source's own rules says to a text, as a schema. */
const checkedBy = (rule: (text: string) => string): z.ZodType<string, string> =>
  z.string().transform((text, context) => {
    try {
      return rule(text)
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })

/**
 * Only addresses: a path would let whoever may send a job read the worker's own disk. Whether `http` and private
 * networks are allowed is the worker's to decide.
 */
const analysisPayload = z.strictObject({
  repository: checkedBy((text) => parseRemoteUrl(text, { allowHttp: true }).href),
  /** A branch, a tag or a commit; the remote's default branch where absent. */
  ref: checkedBy(parseRef).exactOptional(),
})

export type AnalysisPayload = z.infer<typeof analysisPayload>

/** The analysis of a repository at a commit. Five attempts: after 5 to 10, 10 to 20, 20 to 40 and 40 to 80 seconds. */
export const analysisJob: JobKind<AnalysisPayload> = {
  name: 'analysis',
  version: 1,
  payload: analysisPayload,
  // Of a ref as it is written: only the host knows what it names. What it comes to is analysed once in any case.
  keyOf: ({ repository, ref }) => JSON.stringify([repository, ref ?? 'HEAD']),
  mayMove: ({ ref }) => ref === undefined || !isObjectId(ref),
  retry: { attempts: 5, delaySeconds: 5, longestDelaySeconds: 600 },
}

/** What whoever waits for an analysis is told of it. */
const analysisSummary = z.object({
  analysisId: z.string(),
  commit: z.string().nullable(),
  tests: z.int(),
  /** Those that tests may be missing for: files that could not be read or parsed, and the like. */
  diagnostics: z.int(),
})

export type AnalysisSummary = z.infer<typeof analysisSummary>

/** Reads what a completed job tells; undefined where an older analyzer has told nothing. */
export const readAnalysisSummary = (result: unknown): AnalysisSummary | undefined => analysisSummary.safeParse(result).data

/** Whose jobs nobody looks at: those that the automatic refresh sends. `join_same_work` in migrations/ has the same name; test/auto-refresh.test.ts ties the two. */
export const UNATTENDED_REQUESTER = 'auto-refresh'

/**
 * Does analysis jobs: stores the result and completes the job in one transaction. `recordView` is told the address that a
 * person asks for, whatever comes of it.
 */
export const createAnalysisHandler =
  (analyzeRepository: AnalyzeRepository, recordView: (url: string) => Promise<void>): HandleJob<AnalysisPayload> =>
  async (job) => {
    const { repository, ref } = job.payload
    describeWork({ 'vcs.repository.url.full': repository, ...(ref !== undefined && { 'vcs.ref.head.name': ref }) })
    // From here on each line of the log and the job's span say which analysis it is.
    let known = false
    const onAnalysis = (analysisId: string): void => {
      if (known) return
      known = true
      job.log.setBindings({ analysisId })
      describeWork({ 'testimony.analysis.id': analysisId })
    }
    if (job.requester !== UNATTENDED_REQUESTER) await recordView(repository)
    const outcome = await analyzeRepository(
      {
        target: repository,
        ...(ref !== undefined && { ref }),
        jobId: job.id,
        hold: job.holdWithin,
        onAnalysis,
        onProgress: job.reportProgress,
        onSourceProgress: (progress) => job.reportProgress(fetchProgress(progress)),
        within: async (transaction, { analysisId, result, totals }) =>
          job.completeWithin(transaction, summaryOf(analysisId, result.identity, totals, result.diagnostics)),
      },
      job.signal,
    )
    if (outcome.kind === 'completed') {
      const { analysisId, identity, totals, reusedWhole, work, stored, diagnostics } = outcome
      const { commit } = identity
      onAnalysis(analysisId)
      describeWork({ ...(commit !== undefined && { 'vcs.ref.head.revision': commit }), 'testimony.analysis.reused': reusedWhole })
      job.log.info({ repository, commit, tests: totals.tests, diagnostics: diagnostics.length, reusedWhole, work, stored }, 'Analysed')
    }
    return resultOf(outcome)
  }

const summaryOf = (
  analysisId: string,
  { commit }: RepositoryIdentity,
  { tests }: Totals,
  diagnostics: readonly Diagnostic[],
): AnalysisSummary => ({ analysisId, commit: commit ?? null, tests, diagnostics: incompleteDiagnostics(diagnostics).length })

/** In kilobytes, since nobody knows beforehand how much there is; all other phases are in files. */
const fetchProgress = (progress: SourceProgress): JobProgress => ({
  phase: progress.phase,
  done: progress.phase === 'fetch' ? Math.round(progress.bytes / 1000) : 0,
  total: null,
})

const resultOf = (outcome: AnalyzeRepositoryOutcome): JobResult => {
  switch (outcome.kind) {
    case 'completed':
      return { kind: 'done', result: summaryOf(outcome.analysisId, outcome.identity, outcome.totals, outcome.diagnostics) }
    case 'superseded':
      // Asked for by another name, the same commit is being analysed; by the next attempt its result is there.
      return { kind: 'transient-fault', code: 'superseded', message: 'Another job has taken over the analysis of this commit.' }
    case 'failed':
      return { kind: faultKindOf(outcome.error), code: outcome.error.code, message: outcome.error.message }
  }
}

const faultKindOf = (error: SourceError): 'permanent-fault' | 'transient-fault' => {
  switch (error.kind) {
    case 'usage':
    case 'unavailable':
    case 'too-large':
      return 'permanent-fault'
    case 'transient':
      return 'transient-fault'
  }
}
