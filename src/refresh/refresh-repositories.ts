import type { Transaction } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import type { JobState } from '../queue/job-rows.ts'
import type { SendOutcome } from '../queue/send-job.ts'
import type { Logger } from '../runtime/logger.ts'
import type { AskHead, HeadAnswer } from './ask-head.ts'
import { judgeHeads, settleLastJobs, type RefreshReason, type RefreshToSend } from './judge-repositories.ts'
import { isDue, isOlderVersion, MOST_FAILURES } from './refresh-policy.ts'
import {
  readAnalysedVersions,
  readRepositories,
  writeChecked,
  type CheckedRepository,
  type RefreshedRepository,
} from './repository-store.ts'

export interface RefreshDependencies {
  db: Database
  /** Of this version of the program. */
  extractorVersion: string
  askHead: AskHead
  /** Sends the analysis of a repository's head, after everything that somebody waits for. */
  send: (url: string, transaction: Transaction<Tables>) => Promise<SendOutcome>
  readJobStates: (jobIds: readonly string[]) => Promise<Map<string, JobState>>
}

export interface RefreshInput {
  log: Logger
  /** Asks servers, and neither sends nor writes anything. */
  dryRun?: boolean
  /** Called first in each transaction that writes; one that throws undoes it and ends the run. */
  fence?: (transaction: Transaction<Tables>) => Promise<void>
}

export interface RefreshOutcome {
  kind: 'done' | 'cut-off'
  summary: {
    /** For which it was time. */
    due: number
    sent: number
    unchanged: number
    /** Of which the last job has not ended, or which somebody else has asked for. */
    waiting: number
    failed: number
    /** Through no fault of theirs; tried again at the next run. */
    unsent: number
    /** Left alone from now on, until somebody asks for them. */
    excluded: number
  }
  /** What was sent, or with `dryRun` would have been. */
  sent: { url: string; because: RefreshReason }[]
}

export type Refresh = (input: RefreshInput, signal: AbortSignal) => Promise<RefreshOutcome>

const PAGE_SIZE = 500
const HEADS_AT_ONCE = 8
/** Failures to send in a row that end a run: it is not the repositories that are at fault. */
const MOST_SEND_FAILURES = 3

/** One run from its beginning to its end. */
interface Run extends RefreshDependencies, RefreshInput {
  signal: AbortSignal
  outcome: RefreshOutcome
  sendFailures: number
  /** Whether any server has answered. */
  reached: boolean
  unreached: { checked: CheckedRepository[]; readAt: Date }[]
}

const askHeads = async ({ askHead, signal }: Run, repositories: readonly RefreshedRepository[]) => {
  const answers: [RefreshedRepository, HeadAnswer][] = []
  const left = repositories.values()
  const askOneAfterTheOther = async (): Promise<void> => {
    for (const repository of left) answers.push([repository, await askHead(repository.url, signal)])
  }
  // None is left behind at work when one fails.
  const ended = await Promise.allSettled(Array.from({ length: HEADS_AT_ONCE }, askOneAfterTheOther))
  for (const result of ended) if (result.status === 'rejected') throw result.reason
  return answers
}

const write = async ({ db, dryRun, fence, outcome }: Run, checked: readonly CheckedRepository[], readAt: Date): Promise<void> => {
  if (checked.length === 0) return
  outcome.summary.excluded += checked.filter(({ failures }) => failures >= MOST_FAILURES).length
  if (dryRun) return
  await db.transaction().execute(async (transaction) => {
    await fence?.(transaction)
    await writeChecked(transaction, checked, readAt)
  })
}

/** In a transaction of its own, so that one that can't be sent takes no other with it. */
const sendOne = async (run: Run, { id, url, failures }: RefreshedRepository, readAt: Date): Promise<SendOutcome['kind'] | 'unsent'> => {
  let lost: unknown
  try {
    const became = await run.db.transaction().execute(async (transaction) => {
      await run.fence?.(transaction).catch((error: unknown) => {
        lost = error
        throw error
      })
      const outcome = await run.send(url, transaction)
      await writeChecked(transaction, [{ id, failures, jobId: outcome.kind === 'sent' ? outcome.jobId : null }], readAt)
      return outcome.kind
    })
    run.sendFailures = 0
    return became
  } catch (error) {
    run.sendFailures += 1
    if (error === lost || run.sendFailures >= MOST_SEND_FAILURES) throw error
    run.log.warn({ error, repository: url }, 'Could not be sent; the next run tries it again')
    return 'unsent'
  }
}

const sendAll = async (run: Run, toSend: readonly RefreshToSend[], readAt: Date): Promise<void> => {
  const { summary, sent } = run.outcome
  for (const { repository, because } of toSend) {
    run.signal.throwIfAborted()
    const became = run.dryRun ? 'sent' : await sendOne(run, repository, readAt)
    if (became === 'sent') sent.push({ url: repository.url, because })
    summary[became === 'already' ? 'waiting' : became] += 1
  }
}

const refreshPage = async (run: Run, repositories: readonly RefreshedRepository[], now: Date): Promise<void> => {
  const { db, extractorVersion } = run
  const { summary } = run.outcome
  const due = repositories.filter((repository) => isDue(repository, now))
  const last = settleLastJobs(due, await run.readJobStates(due.flatMap(({ jobId }) => jobId ?? [])))
  // An old version is reason enough: the server need not be asked.
  const isOld = ({ version }: RefreshedRepository): boolean => version !== null && isOlderVersion(version, extractorVersion)
  const old = last.open.filter(isOld).map((repository): RefreshToSend => ({ repository, because: 'extractor-version' }))
  const answers = await askHeads(
    run,
    last.open.filter((repository) => !isOld(repository)),
  )
  const heads = answers.flatMap(([{ id }, answer]) => (answer.kind === 'head' ? [{ id, commit: answer.commit }] : []))
  const judged = judgeHeads(answers, await readAnalysedVersions(db, heads), extractorVersion)
  run.reached ||= answers.length > judged.unreached.length
  run.unreached.push({ checked: judged.unreached, readAt: now })
  summary.due += due.length
  summary.waiting += last.waiting
  summary.unchanged += judged.unchanged.length
  summary.failed += last.failed + judged.failed.length + judged.unreached.length
  await write(run, [...last.excluded, ...judged.unchanged, ...judged.failed], now)
  await sendAll(run, [...old, ...judged.toSend], now)
}

const refreshAll = async (run: Run): Promise<void> => {
  for await (const { now, repositories } of readRepositories(run.db, PAGE_SIZE)) {
    run.signal.throwIfAborted()
    await refreshPage(run, repositories, now)
  }
  // Where nobody at all could be reached it says nothing of the repositories: the next run asks them again.
  if (run.reached) for (const { checked, readAt } of run.unreached) await write(run, checked, readAt)
}

/**
 * Sends for analysis again what people look at, by how long ago they looked, where its head has moved or its newest
 * analysis is of an older extractor.
 *
 * It opens no token. Where a server says nothing without one, age alone decides, and the repository is sent: the analyzer,
 * which opens tokens, asks for the head first and answers what is analysed already from the store. That costs a job and
 * one `ls-remote` every interval, and no fetch. What is really gone fails there, five times in a row at most.
 */
export const createRefresh =
  (dependencies: RefreshDependencies): Refresh =>
  async (input, signal) => {
    const outcome: RefreshOutcome = {
      kind: 'done',
      summary: { due: 0, sent: 0, unchanged: 0, waiting: 0, failed: 0, unsent: 0, excluded: 0 },
      sent: [],
    }
    try {
      await refreshAll({ ...dependencies, ...input, signal, outcome, sendFailures: 0, reached: false, unreached: [] })
      return outcome
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error
      return { ...outcome, kind: 'cut-off' }
    }
  }
