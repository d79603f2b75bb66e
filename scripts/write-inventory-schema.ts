/** Writes docs/inventory.schema.json from src/report/inventory-schema.ts; with `--check` it only says whether they differ. */
import { readFile, writeFile } from 'node:fs/promises'
import { inventoryJsonSchema } from '../src/report/inventory-schema.ts'

const target = new URL('../docs/inventory.schema.json', import.meta.url)
const wanted = `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`

if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '')
  if (present !== wanted) {
    process.stderr.write('docs/inventory.schema.json differs from src/report/inventory-schema.ts: run scripts/write-inventory-schema.ts\n')
    process.exitCode = 1
  }
} else {
  await writeFile(target, wanted)
}
