import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface RunningProcess {
  parent: number
  command: string
}

/** A process of this machine, as far as it can be seen; undefined where there is none. */
export const lookUpProcess = async (pid: number): Promise<RunningProcess | undefined> => {
  try {
    if (process.platform === 'linux') {
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
      // `pid (name) state ppid …`: the name may hold anything, also brackets and spaces.
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? []
      return { parent: Number(fields[1]), command }
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'ppid=', '-o', 'command=', '-p', String(pid)])
    const [, parent, command] = /^\s*(\d+)\s+(.*)$/s.exec(stdout) ?? []
    return parent === undefined ? undefined : { parent: Number(parent), command: command ?? '' }
  } catch {
    return undefined
  }
}
