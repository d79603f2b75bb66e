import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { chosenDatabaseUrl } from './open-database.ts'

describe('the PostgreSQL that somebody chose', () => {
  it('is none where nothing is set, or nothing is in the variable', () => {
    assert.equal(chosenDatabaseUrl({}), undefined)
    assert.equal(chosenDatabaseUrl({ DATABASE_URL: '' }), undefined)
  })

  it('may be named in a mounted file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'testimony-'))
    try {
      const file = join(folder, 'url')
      writeFileSync(file, 'postgres://db/tests\n')
      assert.equal(chosenDatabaseUrl({ DATABASE_URL_FILE: file }), 'postgres://db/tests')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is refused where it is no address of a PostgreSQL, without being shown', () => {
    assert.throws(
      () => chosenDatabaseUrl({ DATABASE_URL: 'mysql://root:secret@db/tests' }),
      (error: Error) => /DATABASE_URL must be the PostgreSQL to use/.test(error.message) && !error.message.includes('secret'),
    )
  })
})
