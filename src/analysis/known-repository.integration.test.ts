/** How what is known of a repository is kept from one commit to the next: whole, or as what changed since. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import type { ExtractedFile, Holds } from '../extraction/extraction.ts'
import { loadKnownRepository, type LoadedRepository } from './known-repository.ts'
import { repositoryKey, textKey } from './repository-identity.ts'
import { affectedAmong, fileWith, linkedNow, plainFiles } from './testing/extracted-files.ts'
import { identityOf, NO_CONFIGURATION, storeResult, VERSION, type ResultToStore } from './testing/stored-result.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const load = async (name: string): Promise<LoadedRepository> => {
  const known = await loadKnownRepository(database.db, identityOf(name), VERSION)
  assert.ok(known)
  return known
}

interface KeptRow {
  number: string
  whole: string
  changes: number | null
}

/** By which number it is stored whole, a digest of that, and the size of the changes since. */
const rowOf = async (name: string): Promise<KeptRow | undefined> => {
  const { rows } = await sql<KeptRow>`
    select number, md5(content) as whole, length(changes) as changes from link_traces
    where repository_id = (select id from repositories where identity_key = ${textKey(repositoryKey(identityOf(name)))})
  `.execute(database.db)
  return rows[0]
}

const pathOf = (place: number): string => `src/${String(place).padStart(2, '0')}.test.ts`
const fileAt = (place: number, name: string): ExtractedFile => linkedNow(fileWith(pathOf(place), name))
const FILES = Array.from({ length: 40 }, (_, place) => fileAt(place, 'first'))

/** Two files have changed since. */
const isUnchanged: Holds = (path) => path !== pathOf(3) && path !== pathOf(9)

let commits = 0
const nextCommit = (): string => String(++commits).padStart(40, '0')

/** What an extraction that began with `known` gives where these files are new and those paths gone. */
const filesAfter = (known: LoadedRepository, changed: readonly ExtractedFile[], gone: readonly string[] = []): ExtractedFile[] => {
  const anew = new Map(changed.map((file) => [file.path, file]))
  const kept = [...known.files.values()].filter(({ path }) => !anew.has(path) && !gone.includes(path))
  return [...kept.map((file) => ({ ...file, inventory: null })), ...changed].sort((a, b) => (a.path < b.path ? -1 : 1))
}

const store = async (name: string, files: readonly ExtractedFile[], options: ResultToStore = {}): Promise<void> => {
  await storeResult(database.db, files, { name, commit: nextCommit(), ...options })
  const known = await load(name)
  assert.deepEqual(plainFiles(known.files.values()), plainFiles(files))
  assert.deepEqual(known.affected(isUnchanged), affectedAmong(files, isUnchanged))
}

/** Stores what follows from what is known, as an analysis of one more commit does. */
const storeNext = async (name: string, changed: readonly ExtractedFile[], gone: readonly string[] = []): Promise<void> => {
  const known = await load(name)
  const { configuration } = known
  assert.ok(configuration)
  await store(name, filesAfter(known, changed, gone), { known, configuration })
}

test('a few changed files are stored beside what was stored whole, those of earlier commits with them', async () => {
  await store('few', FILES)
  const first = await rowOf('few')
  assert.equal(first?.changes, null)
  await storeNext('few', [fileAt(3, 'second')])
  await storeNext('few', [fileAt(7, 'third')], [pathOf(5)])
  const third = await rowOf('few')
  assert.deepEqual([third?.number, third?.whole], [first?.number, first?.whole])
  assert.ok((third?.changes ?? 0) > 0)
  await storeNext('few', [fileAt(3, 'fourth'), fileAt(5, 'back again')])
})

test('many changed files are stored whole', async () => {
  await store('many', FILES)
  const first = await rowOf('many')
  await storeNext(
    'many',
    [1, 2, 3].map((place) => fileAt(place, 'second')),
  )
  assert.equal((await rowOf('many'))?.number, first?.number)
  await storeNext(
    'many',
    [4, 5, 6].map((place) => fileAt(place, 'third')),
  )
  const third = await rowOf('many')
  assert.notEqual(third?.number, first?.number)
  assert.equal(third?.changes, null)
})

test('all is stored whole where the configuration is another one', async () => {
  await store('configuration', FILES)
  const first = await rowOf('configuration')
  const known = await load('configuration')
  await store('configuration', filesAfter(known, [fileAt(3, 'second')]), { known, configuration: { ...NO_CONFIGURATION, digest: 'other' } })
  assert.notEqual((await rowOf('configuration'))?.number, first?.number)
  assert.equal((await load('configuration')).configuration?.digest, 'other')
})

test('what another analysis has stored whole in the meantime is not mixed with the changes of this one', async () => {
  await store('raced', FILES)
  const known = await load('raced')
  const { configuration } = known
  assert.ok(configuration)
  await store('raced', [fileAt(0, 'of the other'), fileAt(1, 'of the other')])
  await store('raced', filesAfter(known, [fileAt(3, 'second')]), { known, configuration })
  assert.equal((await rowOf('raced'))?.changes, null)
})
