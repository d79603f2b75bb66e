/** Programs that are started again whenever they end, as a platform does. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

import type { End } from './fair-end.ts'

export interface Member {
  name: string
  /** Of the process that runs now. */
  readonly pid: number | undefined
  /** Answers whether there was a process to send it to. */
  kill: (signal: NodeJS.Signals) => boolean
  /** Asks it to end for good; resolves when it has. */
  dismiss: () => Promise<void>
  /** How often it was started. */
  readonly starts: number
  /** How each process of it ended. */
  readonly ends: readonly End[]
}

export interface MemberDescription {
  name: string
  /** Its entry. */
  program: string
  environment: Record<string, string>
  /** Between its end and its next start, in milliseconds. */
  pause: number
  /** Where all that it writes goes. */
  log: string
}

const LONGEST_ENDING = 40_000

const start = ({ program, environment, log }: MemberDescription): ChildProcess => {
  const child = spawn(process.execPath, [program], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  // Nobody is left behind by a campaign that is ended before its time.
  const leave = (): void => void child.kill('SIGKILL')
  process.once('exit', leave)
  child.once('exit', () => process.off('exit', leave))
  const file = createWriteStream(log, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(file, { end: false })
  child.once('close', () => file.end())
  return child
}

export const hire = (description: MemberDescription): Member => {
  const dismissed = new AbortController()
  let child: ChildProcess
  let starts = 0
  let signals: NodeJS.Signals[] = []
  const ends: End[] = []
  const work = async (): Promise<void> => {
    while (!dismissed.signal.aborted) {
      child = start(description)
      signals = []
      starts += 1
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
      ends.push({ how: code ?? signal ?? 0, signals, at: performance.now() })
      await delay(description.pause, undefined, { signal: dismissed.signal }).catch(() => {})
    }
  }
  const working = work()
  const kill = (signal: NodeJS.Signals): boolean => {
    const sent = child.kill(signal)
    if (sent) signals.push(signal)
    return sent
  }
  return {
    name: description.name,
    get pid() {
      return child.exitCode === null && child.signalCode === null ? child.pid : undefined
    },
    get starts() {
      return starts
    },
    ends,
    kill,
    dismiss: async () => {
      dismissed.abort()
      kill('SIGCONT')
      kill('SIGTERM')
      const overdue = setTimeout(() => kill('SIGKILL'), LONGEST_ENDING)
      await working
      clearTimeout(overdue)
    },
  }
}
