/**
 * Writes deployment files and docs/configuration.md from infra/services.ts; with `--check` it only says what differs. Files
 * of `infra` that nothing writes any more are removed: a service that is gone leaves nothing behind.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { SERVICES } from '../infra/services.ts'
import { faultsOfServices } from './infra/check-services.ts'
import { compareFiles } from './infra/compare-files.ts'
import { generatedFilesOf } from './infra/generated-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const processes = readdirSync(join(root, 'cmd'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, serves: readFileSync(join(root, 'cmd', name, 'main.ts'), 'utf8').includes('serves: true') }))
const faults = faultsOfServices(SERVICES, processes)

const generated = faults.length === 0 ? generatedFilesOf(SERVICES) : new Map<string, string>()
const { differing, leftOver } = await compareFiles(root, generated)

if (faults.length > 0) {
  process.stderr.write(`infra/services.ts:\n${faults.map((fault) => `  ${fault}\n`).join('')}`)
  process.exitCode = 1
} else if (!process.argv.includes('--check')) {
  for (const path of differing) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), generated.get(path) ?? '')
  }
  for (const path of leftOver) await rm(join(root, path))
} else if (differing.length + leftOver.length > 0) {
  process.stderr.write(`${[...differing, ...leftOver].join(', ')} and infra/services.ts differ: run scripts/write-infra.ts\n`)
  process.exitCode = 1
}
