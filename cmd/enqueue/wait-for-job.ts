import { readAnalysisSummary } from '../../src/analysis/analysis-job.ts'
import { followJob, type EndedStanding, type FollowOptions } from '../../src/queue/follow-job.ts'
import type { JobStanding } from '../../src/queue/job-standing.ts'
import { EXIT_CODE, exitCodeOfSignal } from '../../src/runtime/exit-code.ts'
import type { Shutdown } from '../../src/runtime/shutdown.ts'
import { SOURCE_ERROR_KINDS } from '../../src/source/source-error.ts'
import type { Display } from './display.ts'

type OpenStanding = Extract<JobStanding, { kind: 'waiting' | 'running' }>

/** Waits until the job has ended, whichever analyzer does it. Answers what its end is as an exit code. */
export const waitForJob = async (job: Omit<FollowOptions, 'onStanding'>, display: Display, shutdown: Shutdown): Promise<number> => {
  let told = 0
  const onStanding = (standing: OpenStanding): void => {
    const { attempts, lastError } = standing
    if (attempts > told && lastError !== null) {
      told = attempts
      display.say(`attempt ${attempts} failed, another one follows: ${lastError.message}`)
    }
    display.show(progressLine(standing))
  }
  try {
    return tellEnd(await followJob({ ...job, onStanding }, shutdown.signal), display)
  } catch (error) {
    if (shutdown.requestedBy === undefined) throw error
    display.say(`no longer waiting; the job goes on: \`testimony jobs show ${job.jobId}\` says how it stands`)
    return exitCodeOfSignal(shutdown.requestedBy)
  } finally {
    display.clear()
  }
}

const progressLine = (standing: OpenStanding): string => {
  if (standing.kind === 'waiting') return `Waiting in the queue ${standing.queue}`
  if (!standing.progress) return 'Running'
  const { phase, done, total } = standing.progress
  // Analysers tell of a fetch in kilobytes, and of all else in files.
  const unit = phase === 'fetch' ? 'kB' : 'files'
  return `Running: ${phase} ${done}${total === null ? '' : ` of ${total}`} ${unit}`
}

const tellEnd = (ended: EndedStanding, display: Display): number => {
  switch (ended.kind) {
    case 'completed': {
      const summary = readAnalysisSummary(ended.result)
      const incomplete = summary !== undefined && summary.diagnostics > 0
      const found = summary ? `: ${countOf(summary.tests, 'test')} at commit ${summary.commit ?? 'unknown'}` : ''
      display.say(`done${found}${incomplete ? `; incomplete, with ${countOf(summary.diagnostics, 'diagnostic')}` : ''}`)
      return incomplete ? EXIT_CODE.incomplete : EXIT_CODE.done
    }
    case 'failed':
      display.say(`failed: ${ended.error.message}`)
      return codeOfFault(ended.error.code)
    case 'cancelled':
      display.say(`cancelled: ${ended.error.message}`)
      return EXIT_CODE.failed
    case 'unknown':
      display.say('the job was deleted while it was waited for; send it again')
      return EXIT_CODE.failed
  }
}

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const isSourceCode = (code: string): code is keyof typeof SOURCE_ERROR_KINDS => Object.hasOwn(SOURCE_ERROR_KINDS, code)

const codeOfFault = (code: string): number => {
  const kind = isSourceCode(code) ? SOURCE_ERROR_KINDS[code] : undefined
  return kind === 'unavailable' || kind === 'too-large' ? EXIT_CODE.unavailable : EXIT_CODE.failed
}
