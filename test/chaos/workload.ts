/** What people want meanwhile: repositories that change, and analyses of them that are asked for. */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { URGENCIES } from '../../src/queue/job-kind.ts'
import type { JobQueue } from '../../src/queue/job-queue.ts'
import { sendJob } from '../../src/queue/send-job.ts'
import { commitFiles, git, makeRepository } from '../../src/source/testing/git-fixture.ts'
import type { Random } from './random.ts'

export interface Workload {
  /** Does the next thing that somebody wants. */
  next: () => Promise<void>
  /** Until the one after it, in milliseconds. */
  pause: () => number
  /**
   * Changes each repository and asks for it, when nothing runs that had looked for its head before: these have to be done,
   * and who does them takes away what analyzers that were killed have left in the clone.
   */
  changeAll: () => Promise<void>
  /** The jobs of which the sender was told that they are there. */
  promised: ReadonlySet<string>
  /** How many tests each commit has. */
  tests: ReadonlyMap<string, number>
  /** Those that stand at the heads now. */
  heads: () => readonly string[]
}

export interface WorkloadOptions {
  /** Where the git server looks for repositories. */
  root: string
  origin: string
  queue: JobQueue
  /** The entry of `enqueue`, and what it is given. */
  enqueue: { program: string; environment: Record<string, string> }
  /** From one wish to the next, in milliseconds: at least, and at most. */
  pauses: readonly [number, number]
  random: Random
}

const REPOSITORIES = 8
const FILES = 100
const REQUESTERS = ['ada', 'bea', 'cyd'] as const

interface Repository {
  name: string
  folder: string
  files: number
  head: string
}

const testFile = (number: number, tests: number): string =>
  [
    "import { describe, test } from 'vitest'",
    `describe('part ${number}', () => {`,
    ...Array.from({ length: tests }, (_, index) => `  test('does ${index}', () => {})`),
    '})',
    '',
  ].join('\n')

const TESTS_IN_FILE = 20

/** Asks by the real program. Undefined where it says that it could not. */
const enqueueByProgram = (
  { program, environment }: WorkloadOptions['enqueue'],
  url: string,
  requester: string,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const given = [program, 'analysis', url, '--requester', requester]
    execFile(process.execPath, given, { env: environment, timeout: 60_000 }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    )
  })

export const createWorkload = async (options: WorkloadOptions): Promise<Workload> => {
  const { root, origin, queue, random } = options
  const promised = new Set<string>()
  const tests = new Map<string, number>()

  const grow = async (repository: Repository, files: number): Promise<void> => {
    const more = Array.from({ length: files }, (_, index) => repository.files + index)
    repository.head = await commitFiles(
      repository.folder,
      Object.fromEntries(more.map((number) => [`tests/part-${number}.test.ts`, testFile(number, TESTS_IN_FILE)])),
    )
    repository.files += files
    tests.set(repository.head, repository.files * TESTS_IN_FILE)
  }

  const create = async (name: string): Promise<Repository> => {
    const folder = join(root, name)
    await mkdir(folder, { recursive: true })
    await makeRepository(folder, { 'package.json': JSON.stringify({ name, devDependencies: { vitest: '3.0.0' } }) })
    await git(folder, 'config', 'uploadpack.allowFilter', 'true')
    await git(folder, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
    const repository = { name, folder, files: 0, head: '' }
    await grow(repository, FILES)
    return repository
  }

  const first = await create('repository-0')
  const others = await Promise.all(Array.from({ length: REPOSITORIES - 1 }, (_, index) => create(`repository-${index + 1}`)))
  const repositories: [Repository, ...Repository[]] = [first, ...others]

  const send = async (repository: string): Promise<void> => {
    const requester = random.pick(REQUESTERS)
    const urgency = random.pick(URGENCIES)
    try {
      const request = { payload: { repository }, requester, urgency }
      const { jobId } = await queue.database.transaction().execute((transaction) => sendJob(queue, analysisJob, request, transaction))
      promised.add(jobId)
    } catch {
      // The database was away: nothing was promised. It may be there all the same.
    }
  }

  const urlOf = ({ name }: Repository): string => `${origin}/${name}`

  const next = async (): Promise<void> => {
    const repository = random.pick(repositories)
    const wish = random.next()
    if (wish < 0.1) return await send(`${origin}/absent-${random.between(0, 9)}`)
    await grow(repository, random.between(1, 20))
    if (wish < 0.3) {
      const id = await enqueueByProgram(options.enqueue, urlOf(repository), random.pick(REQUESTERS))
      if (id !== undefined) promised.add(id)
    } else if (wish < 0.5) await Promise.all(Array.from({ length: 5 }, () => send(urlOf(repository))))
    else await send(urlOf(repository))
  }

  return {
    next,
    pause: () => random.between(...options.pauses),
    changeAll: async () => {
      for (const repository of repositories) {
        await grow(repository, 1)
        await send(urlOf(repository))
      }
    },
    promised,
    tests,
    heads: () => repositories.map(({ head }) => head),
  }
}
