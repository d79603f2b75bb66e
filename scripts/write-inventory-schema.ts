/** Writes docs/inventory.schema.json from src/report/inventory-schema.ts; with `--check` it only says whether they differ. */
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { inventoryJsonSchema } from '../src/report/inventory-schema.ts'

const root = new URL('..', import.meta.url)
const target = new URL('docs/inventory.schema.json', root)
const wanted = JSON.stringify(inventoryJsonSchema(), null, 2)

const isPresent = async (): Promise<boolean> => {
  const present = await readFile(target, 'utf8').catch(() => 'null')
  return isDeepStrictEqual(JSON.parse(present), JSON.parse(wanted))
}

if (!process.argv.includes('--check')) {
  await writeFile(target, `${wanted}\n`)
  spawnSync(process.execPath, ['node_modules/oxfmt/bin/oxfmt', fileURLToPath(target)], { cwd: root, stdio: ['ignore', 2, 2] })
} else if (!(await isPresent())) {
  process.stderr.write('docs/inventory.schema.json differs from src/report/inventory-schema.ts: run scripts/write-inventory-schema.ts\n')
  process.exitCode = 1
}
