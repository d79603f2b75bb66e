import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

const root = new URL('../..', import.meta.url)

interface Publication {
  schema: Record<string, unknown>
  /** Where it is published, and what it is made from and by, relative to the repository. */
  path: string
  from: string
  by: string
}

/** Writes a published JSON Schema; where the script was given `--check` it only says whether they differ. */
export const publishSchema = async ({ schema, path, from, by }: Publication): Promise<void> => {
  const target = new URL(path, root)
  const wanted = JSON.stringify(schema, null, 2)
  if (!process.argv.includes('--check')) {
    await writeFile(target, `${wanted}\n`)
    spawnSync(process.execPath, ['node_modules/oxfmt/bin/oxfmt', fileURLToPath(target)], { cwd: root, stdio: ['ignore', 2, 2] })
    return
  }
  const present = await readFile(target, 'utf8').catch(() => 'null')
  if (isDeepStrictEqual(JSON.parse(present), JSON.parse(wanted))) return
  process.stderr.write(`${path} differs from ${from}: run ${by}\n`)
  process.exitCode = 1
}
