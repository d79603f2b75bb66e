/** What a program costs of a processor: a machine that is busy with something else takes longer for it, and it costs the same. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { temporaryFolder } from '../../src/source/testing/git-fixture.ts'

export interface ToldCpu extends AsyncDisposable {
  /** For one program, which tells as it ends. */
  environment: Record<string, string>
  seconds: () => Promise<number>
}

export const openToldCpu = async (): Promise<ToldCpu> => {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'seconds')
  const tell = `import { writeFileSync } from 'node:fs'
    process.on('exit', () => {
      const { user, system } = process.cpuUsage()
      writeFileSync(${JSON.stringify(path)}, String((user + system) / 1e6))
    })`
  return {
    environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` },
    seconds: async () => Number(await readFile(path, 'utf8')),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
