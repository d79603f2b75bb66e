import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

import { EXIT_CODE } from '../../src/runtime/exit-code.ts'

export interface ChildDescription {
  name: string
  command: string
  arguments: readonly string[]
  environment: NodeJS.ProcessEnv
  /** How long it may take to end after SIGTERM, in milliseconds; then it is killed. */
  stopWithin: number
}

export interface SuperviseOptions {
  /** A line that the child wrote, on either stream. */
  onLine: (line: string) => void
  onEvent: (event: ChildEvent) => void
  /** The wait before the first restart, in milliseconds; it doubles from crash to crash. */
  firstDelay?: number
  longestDelay?: number
  /** A child that has run for so long is counted as well again. */
  steadyAfter?: number
}

export type ChildEvent =
  | { kind: 'started'; pid: number }
  | { kind: 'crashed'; how: string; restartIn: number }
  | { kind: 'stopped' }
  /** Its configuration is wrong, or it can't be started at all: another try would end the same. */
  | { kind: 'given-up'; how: string }

/** What a child was ended by, in words. */
const endText = (code: number | null, signal: NodeJS.Signals | null): string => (signal === null ? `exit code ${code}` : `signal ${signal}`)

/**
 * Loaded into the child: it ends when its standard input does, so that a parent that is killed leaves no child behind.
 */
const END_WITH_PARENT =
  'data:text/javascript,process.stdin.on("end",()=>process.kill(process.pid,"SIGTERM")).on("error",()=>{}).resume();process.stdin.unref()'

const start = ({ command, arguments: given, environment }: ChildDescription): ChildProcess =>
  spawn(command, ['--import', END_WITH_PARENT, ...given], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: a key pressed in the terminal reaches us alone, and we end the children in their order.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })

type End = { code: number | null; signal: NodeJS.Signals | null } | { error: Error }

const endOf = async (child: ChildProcess, onLine: (line: string) => void): Promise<End> => {
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', onLine)
  child.stdin?.on('error', () => {})
  try {
    // 'close' comes after the last line was read.
    await once(child, 'close')
    return { code: child.exitCode, signal: child.signalCode }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Asks a child to end when the signal fires, and kills it where it does not. */
const endWhenAsked = (child: ChildProcess, stopWithin: number, signal: AbortSignal): Disposable => {
  let overdue: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    overdue = setTimeout(() => child.kill('SIGKILL'), stopWithin)
  }
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  return {
    [Symbol.dispose]: () => {
      signal.removeEventListener('abort', stop)
      clearTimeout(overdue)
    },
  }
}

/**
 * Keeps a Node program running until the signal fires: it is started again after a crash, later from crash to crash.
 * Resolves when no process of it is left: true where it was asked to end, false where it was given up.
 */
export const superviseChild = async (description: ChildDescription, options: SuperviseOptions, signal: AbortSignal): Promise<boolean> => {
  const { onLine, onEvent, firstDelay = 1_000, longestDelay = 30_000, steadyAfter = 60_000 } = options
  let wait = firstDelay
  while (!signal.aborted) {
    const startedAt = performance.now()
    const child = start(description)
    const ended = endOf(child, onLine)
    if (child.pid !== undefined) onEvent({ kind: 'started', pid: child.pid })
    using _stopping = endWhenAsked(child, description.stopWithin, signal)
    const end = await ended
    if (signal.aborted) break
    if ('error' in end || end.code === EXIT_CODE.usage) {
      onEvent({ kind: 'given-up', how: 'error' in end ? end.error.message : endText(end.code, end.signal) })
      return false
    }
    if (performance.now() - startedAt >= steadyAfter) wait = firstDelay
    onEvent({ kind: 'crashed', how: endText(end.code, end.signal), restartIn: wait })
    await delay(wait, undefined, { signal }).catch(() => {})
    wait = Math.min(wait * 2, longestDelay)
  }
  onEvent({ kind: 'stopped' })
  return true
}
