/** What a process costs, by what Linux tells of it in /proc. */
import { readFile } from 'node:fs/promises'

export interface ProcessCost {
  /** Processor time so far, in milliseconds. */
  cpu: number
  /** Resident memory in MiB, its threads' included: now, and the most that it ever was. */
  memory: number
  peak: number
}

/** In /proc, processor time is counted in hundredths of a second. */
const TICK = 10

export const costOf = async (pid: number): Promise<ProcessCost> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may hold anything; the 12th and 13th field after it are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const mebibytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024
  return { cpu: (Number(fields[11]) + Number(fields[12])) * TICK, memory: mebibytes('VmRSS'), peak: mebibytes('VmHWM') }
}
