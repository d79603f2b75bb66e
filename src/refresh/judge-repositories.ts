import type { JobState } from '../queue/job-rows.ts'
import type { HeadAnswer } from './ask-head.ts'
import { isOlderVersion, MOST_FAILURES } from './refresh-policy.ts'
import type { CheckedRepository, RefreshedRepository } from './repository-store.ts'

/** `hidden`: whether its head has moved can't be told without a token. */
export type RefreshReason = 'extractor-version' | 'head-moved' | 'hidden'

export interface RefreshToSend {
  repository: RefreshedRepository
  because: RefreshReason
}

export interface SettledJobs {
  /** With the failures that they have now. */
  open: RefreshedRepository[]
  /** Failed once too often. */
  excluded: CheckedRepository[]
  failed: number
  waiting: number
}

const failedOnceMore = ({ id, failures }: RefreshedRepository): CheckedRepository => ({ id, failures: failures + 1, jobId: null })

/** Judges by what the jobs came to that were sent the last time. Of one that was deleted since, nothing is known. */
export const settleLastJobs = (due: readonly RefreshedRepository[], states: ReadonlyMap<string, JobState>): SettledJobs => {
  const settled: SettledJobs = { open: [], excluded: [], failed: 0, waiting: 0 }
  for (const repository of due) {
    const state = repository.jobId === null ? undefined : states.get(repository.jobId)
    switch (state) {
      case 'waiting':
      case 'running':
        settled.waiting += 1
        break
      case 'completed':
        settled.open.push({ ...repository, failures: 0 })
        break
      case 'failed': {
        const after = failedOnceMore(repository)
        settled.failed += 1
        if (after.failures >= MOST_FAILURES) settled.excluded.push(after)
        else settled.open.push({ ...repository, failures: after.failures })
        break
      }
      case 'cancelled':
      case undefined:
        settled.open.push(repository)
    }
  }
  return settled
}

export interface JudgedHeads {
  toSend: RefreshToSend[]
  unchanged: CheckedRepository[]
  failed: CheckedRepository[]
  /** Failed too, but it may as well be the network of this machine. */
  unreached: CheckedRepository[]
}

/** Judges by what servers say of the heads, and by which extractors have analysed these, by the repository's id. */
export const judgeHeads = (
  answers: readonly [RefreshedRepository, HeadAnswer][],
  analysed: ReadonlyMap<string, readonly string[]>,
  extractorVersion: string,
): JudgedHeads => {
  const judged: JudgedHeads = { toSend: [], unchanged: [], failed: [], unreached: [] }
  for (const [repository, answer] of answers) {
    switch (answer.kind) {
      case 'head': {
        const isAnalysed = analysed.get(repository.id)?.some((version) => !isOlderVersion(version, extractorVersion)) === true
        if (isAnalysed) judged.unchanged.push({ id: repository.id, failures: 0, jobId: null })
        else judged.toSend.push({ repository, because: 'head-moved' })
        break
      }
      case 'hidden':
        judged.toSend.push({ repository, because: 'hidden' })
        break
      case 'failed':
        ;(answer.ownFault ? judged.unreached : judged.failed).push(failedOnceMore(repository))
    }
  }
  return judged
}
