/** The files of this checkout that are written by a program are what it would write now; so says `npm run check`, too. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'

const root = join(import.meta.dirname, '..')

for (const writer of globSync('scripts/write-*.ts', { cwd: root }).sort()) {
  it(`${writer} would change nothing`, () => {
    const { status, stderr } = spawnSync(process.execPath, [writer, '--check'], { cwd: root, encoding: 'utf8', timeout: 60_000 })
    assert.equal(status, 0, stderr)
  })
}
