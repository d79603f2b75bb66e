import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'

import { errorCodeOf } from './file-fault.ts'
import { isRunning, parseProcessIdentity, thisProcess } from './process-identity.ts'

/**
 * A file that says which process uses or holds something. It is renewed while that process lives. A claim is dead
 * when its process on this machine has ended, however it ended, or when one of another machine stopped renewing it:
 * so a killed process leaves nothing that holds up the next.
 */
const RENEW_EVERY_MS = 10_000
const DEAD_AFTER_MS = 60_000
/** An unfinished break of a dead claim (its process was killed within a few system calls) is cleared after this. */
const BREAK_DEAD_AFTER_MS = 10_000
const RETRY_EVERY_MS = 50

export const isClaimDead = async (path: string): Promise<boolean> => {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    const identity = parseProcessIdentity(text)
    const running = identity === null ? null : await isRunning(identity)
    return running === null ? Date.now() - mtimeMs > DEAD_AFTER_MS : !running
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return true
    throw error
  }
}

/** Keeps a claim's time fresh until it is given up. */
const holdClaim = (path: string): AsyncDisposable => {
  const renewal = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => {})
  }, RENEW_EVERY_MS)
  renewal.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(renewal)
      await rm(path, { force: true })
    },
  }
}

/** Puts a claim of this process at a path that nobody else uses. */
export const placeClaim = async (path: string): Promise<AsyncDisposable> => {
  await writeFile(path, JSON.stringify(await thisProcess()), { flag: 'wx' })
  return holdClaim(path)
}

/** The link is made of a complete file, so a claim is never seen without its owner. */
const tryLink = async (path: string): Promise<boolean> => {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(await thisProcess()))
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Removes a dead lock. Only one process does so at a time, or the second would remove the lock that a third took after the first. */
const breakDead = async (path: string): Promise<void> => {
  const breaking = `${path}.breaking`
  if (!(await tryLink(breaking))) {
    const stats = await stat(breaking).catch(() => null)
    if (stats !== null && Date.now() - stats.mtimeMs > BREAK_DEAD_AFTER_MS) await rm(breaking, { force: true })
    return
  }
  try {
    if (await isClaimDead(path)) await rm(path, { force: true })
  } finally {
    await rm(breaking, { force: true })
  }
}

/** Takes an exclusive lock if it is free or its holder is dead; null where somebody holds it. */
export const tryLock = async (path: string): Promise<AsyncDisposable | null> => {
  await mkdir(dirname(path), { recursive: true })
  if (await tryLink(path)) return holdClaim(path)
  if (!(await isClaimDead(path))) return null
  await breakDead(path)
  return (await tryLink(path)) ? holdClaim(path) : null
}

/** Takes an exclusive lock, waiting for it until the signal fires. `onWait` is called once if somebody holds it. */
export const lock = async (path: string, signal: AbortSignal, onWait?: () => void): Promise<AsyncDisposable> => {
  for (let waited = false; ; waited = true) {
    signal.throwIfAborted()
    const taken = await tryLock(path)
    if (taken !== null) return taken
    if (!waited) onWait?.()
    await setTimeout(RETRY_EVERY_MS, undefined, { signal })
  }
}
