/**
 * Draws docs/images/scan.svg from a real run of `testimony scan` on a repository of this machine:
 *
 *     git clone --bare https://github.com/mermaid-js/mermaid ~/mermaid
 *     git -C ~/mermaid update-ref refs/heads/develop df032c942c32f805a7f4cd1cf30a565e610bc4f1
 *     node_modules/.bin/node scripts/picture/draw-scan.ts ~/mermaid
 *
 * The repository's parent counts as the person's own folder, so the picture shows `~/mermaid` wherever it lies.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { drawTerminal } from './draw-terminal.ts'

const COLUMNS = 100
const picture = new URL('../../docs/images/scan.svg', import.meta.url)
const program = fileURLToPath(new URL('../../cmd/testimony/main.ts', import.meta.url))

const repository = resolve(process.argv[2] ?? '.')
const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'scan', repository], {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(COLUMNS), HOME: dirname(repository) },
})
if (status !== 0 && status !== 3) throw new Error(`The scan ended with ${status}: ${stderr}`)

const command = `testimony scan ~/${basename(repository)}`
const prompt = `\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m\n`
writeFileSync(picture, drawTerminal(prompt + stdout, { columns: COLUMNS, title: `What ${command} shows` }))
