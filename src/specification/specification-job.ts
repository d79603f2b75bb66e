import * as z from 'zod'

import type { JobKind } from '../queue/job-kind.ts'
import type { HandleJob, JobResult } from '../queue/running-jobs.ts'
import { describeWork } from '../runtime/span.ts'
import type { GenerateSpecification, GenerateSpecificationOutcome } from './generate-specification.ts'
import type { SpecificationVersion } from './stored-specification.ts'
import { languageTag, modelName, WRITER_CHOICES } from './writer-choice.ts'
import type { SpecificationWriter } from './writer.ts'

const specificationPayload = z
  .strictObject({
    analysisId: z.string().regex(/^[1-9]\d{0,17}$/, 'must be the number of an analysis'),
    language: languageTag,
    /** The worker's own choice where absent. */
    writer: z.enum(WRITER_CHOICES).exactOptional(),
    /** That the writer `model` asks; the worker's own choice where absent. */
    model: modelName.exactOptional(),
    /** Whether a model is asked again for what it had no words for, where the document is there already. */
    again: z.literal(true).exactOptional(),
  })
  .refine(({ again, writer }) => again === undefined || writer !== 'offline', {
    path: ['again'],
    message: 'asks a model again: the offline writer always writes the same, so leave it out',
  })

export type SpecificationPayload = z.infer<typeof specificationPayload>

/**
 * The specification of an analysis. Five attempts: after 15 to 30, 30 to 60, 60 to 120 and 120 to 240 seconds, since what
 * fails is a model that somebody else runs.
 */
export const specificationJob: JobKind<SpecificationPayload> = {
  name: 'specification',
  version: 1,
  payload: specificationPayload,
  keyOf: ({ analysisId, language, writer, model, again }) =>
    JSON.stringify([analysisId, language, writer ?? null, model ?? null, ...(again === undefined ? [] : ['again'])]),
  // Of an analysis that is made anew meanwhile nothing is stored, and the job is tried again.
  mayMove: () => false,
  retry: { attempts: 5, delaySeconds: 15, longestDelaySeconds: 600 },
}

/** What whoever waits for a specification is told of it. */
const specificationSummary = z.object({
  specificationId: z.string(),
  version: z.int(),
  writer: z.string(),
  behaviours: z.int(),
  tests: z.int(),
})

export type SpecificationSummary = z.infer<typeof specificationSummary>

/** Reads what a completed job tells; undefined where it is not one of this kind. */
export const readSpecificationSummary = (result: unknown): SpecificationSummary | undefined => specificationSummary.safeParse(result).data

export type WriterChosen = { kind: 'chosen'; writer: SpecificationWriter } | { kind: 'unavailable'; message: string }

/** The writer that a job asks for, or the fault in plain words where this worker has none. */
export type ChooseWriter = (request: Pick<SpecificationPayload, 'language' | 'writer' | 'model'>) => WriterChosen

/** Does specification jobs: stores the document and completes the job in one transaction. */
export const createSpecificationHandler =
  (generateSpecification: GenerateSpecification, chooseWriter: ChooseWriter): HandleJob<SpecificationPayload> =>
  async (job) => {
    const { analysisId, language } = job.payload
    const choice = chooseWriter(job.payload)
    if (choice.kind === 'unavailable') return { kind: 'permanent-fault', code: 'writer-unavailable', message: choice.message }
    const { writer } = choice
    describeWork({ 'testimony.analysis.id': analysisId, 'testimony.writer': writer.name })
    // From here on each line of the log says what it is about.
    job.log.setBindings({ analysisId })
    const outcome = await generateSpecification(
      {
        analysisId,
        language,
        writer,
        // Of a worker whose own choice is the offline writer: it would write the same.
        again: job.payload.again === true && writer.name !== 'offline',
        jobId: job.id,
        hold: job.holdWithin,
        onSpecification: (specificationId) => {
          job.log.setBindings({ specificationId })
          describeWork({ 'testimony.specification.id': specificationId })
        },
        onWaiting: () => job.log.info('Another one is writing the same specification; waiting for it'),
        onProgress: job.reportProgress,
        within: (transaction, completed) =>
          job.completeWithin(transaction, { ...completed, writer: writer.name } satisfies SpecificationSummary),
      },
      job.signal,
    )
    if (outcome.kind === 'completed') {
      const { id, version, behaviours, tests, usage } = outcome.specification
      const told = { specification: id, version, writer: writer.name, language, behaviours, tests, reused: outcome.reused, usage }
      job.log.info(told, tests === 0 ? 'Specified; the analysis has no tests' : 'Specified')
    }
    return resultOf(outcome, job.payload)
  }

const summaryOf = ({ id, version, writer, behaviours, tests }: SpecificationVersion): SpecificationSummary => ({
  specificationId: id,
  version,
  writer,
  behaviours,
  tests,
})

const resultOf = (outcome: GenerateSpecificationOutcome, { analysisId }: SpecificationPayload): JobResult => {
  switch (outcome.kind) {
    case 'completed':
      return { kind: 'done', result: summaryOf(outcome.specification) }
    case 'no-analysis':
      return {
        kind: 'permanent-fault',
        code: 'no-analysis',
        message: `There is no completed analysis ${analysisId}: \`enqueue analysis <url>\` makes one, and \`--wait\` tells its number.`,
      }
    case 'superseded':
      // The next attempt waits for whoever has it now, or specifies the analysis that was made anew.
      return {
        kind: 'transient-fault',
        code: 'superseded',
        message: 'Another job has taken over this specification, or its analysis was made anew.',
      }
    case 'failed': {
      const { permanent, code, message, retryAfter } = outcome
      if (permanent) return { kind: 'permanent-fault', code, message }
      return { kind: 'transient-fault', code, message, ...(retryAfter !== undefined && { retryAfter: Math.ceil(retryAfter / 1000) }) }
    }
  }
}
