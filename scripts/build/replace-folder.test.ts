import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'

import { digestOf, keepFolder, readFolder, replaceFolder } from './replace-folder.ts'

const CONTENTS = new Map([
  ['process/main.js', 'one'],
  ['a.json', '{}'],
])
const MADE_AT = new Date('2026-01-02')

const CHANGES: [what: string, change: (folder: string) => Promise<void>][] = [
  ['a file was changed', (folder) => writeFile(join(folder, 'a.json'), '[]')],
  ['a file was added', (folder) => writeFile(join(folder, 'b.json'), '{}')],
  ['a file was taken away', (folder) => rm(join(folder, 'process/main.js'))],
  ['it was not finished', (folder) => rm(join(folder, '.built'))],
]

it('a folder is read as it was given, for as long as it is made from the same and nobody changes it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'testimony-build-'))
  try {
    assert.equal(await readFolder(folder, 'same'), undefined)
    for (const [what, change] of CHANGES) {
      await replaceFolder(folder, CONTENTS, 'same', MADE_AT)
      assert.equal(digestOf((await readFolder(folder, 'same')) ?? new Map()), digestOf(CONTENTS))
      assert.equal(await readFolder(folder, 'other'), undefined)
      await change(folder)
      assert.equal(await readFolder(folder, 'same'), undefined, what)
    }
    await replaceFolder(folder, CONTENTS, 'same', MADE_AT)
    assert.deepEqual((await stat(join(folder, '.built'))).mtime, MADE_AT)
    const later = new Date('2026-01-03')
    await keepFolder(folder, later)
    assert.deepEqual((await stat(join(folder, '.built'))).mtime, later)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
