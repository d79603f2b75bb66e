import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

export interface Measurement {
  /** Wall clock seconds. */
  seconds: number
  /** Peak resident memory of the process in MiB, its threads included; null where the system doesn't tell. */
  peakMemory: number | null
  output: string
}

/** The highest memory use that Linux has noted of a process so far. */
const peakOf = async (pid: number | undefined): Promise<number | null> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) / 1024
  } catch {
    return null
  }
}

/** Runs a command to its end. A code other than 0 and 3 (done but incomplete) is a fault. */
export const measureCommand = async (
  command: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Measurement> => {
  const [program = '', ...args] = command
  const started = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: options.env ?? process.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  let peakMemory: number | null = null
  const timer = setInterval(
    () => void peakOf(child.pid).then((peak) => (peakMemory = peak === null ? peakMemory : Math.max(peak, peakMemory ?? 0))),
    50,
  )
  const chunks: Buffer[] = []
  const complaints: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  clearInterval(timer)
  const seconds = (performance.now() - started) / 1000
  if (code !== 0 && code !== 3) throw new Error(`${command.join(' ')} ended with ${code}: ${Buffer.concat(complaints).toString()}`)
  return { seconds, peakMemory, output: Buffer.concat(chunks).toString() }
}

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}
