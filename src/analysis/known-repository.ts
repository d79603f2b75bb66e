/**
 * What the last analysis of a repository knew, kept for the next one: whole, and, after a few files changed, as what
 * differs from that, which is a hundredth of it.
 */
import { sql, type Transaction } from 'kysely'

import type { ExtractedFile, KnownConfiguration, KnownRepository } from '../extraction/extraction.ts'
import type { Diagnostic, RepositoryIdentity } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { plainArray } from './plain-array.ts'
import { repositoryKey, textKey } from './repository-identity.ts'
import {
  decodeKnownChanges,
  decodeKnownRepository,
  encodeKnownChanges,
  encodeKnownRepository,
  type KnownChanges,
  type LastKnown,
} from './known-repository-encoding.ts'

/** Nearly always none, so that the answer costs nothing to read. */
const missingDigests = async (db: Database, digests: readonly string[]): Promise<Set<string>> => {
  const { rows } = await sql<{ digest: string }>`
    select wanted.digest from unnest(${plainArray(digests)}::text[]) as wanted (digest)
    where not exists (select from file_inventories f where f.digest = decode(wanted.digest, 'hex'))
  `.execute(db)
  return new Set(rows.map(({ digest }) => digest))
}

export interface LoadedRepository extends KnownRepository {
  /** What was last stored whole, and by which number that was. */
  whole: KnownRepository & { number: string }
}

const withChanges = (whole: KnownRepository, changes: Buffer | null): KnownRepository => {
  if (!changes) return whole
  const changed = decodeKnownChanges(changes)
  const files = new Map(whole.files)
  for (const path of changed.gone) files.delete(path)
  for (const [path, file] of changed.files) files.set(path, file)
  return {
    files,
    configuration: whole.configuration,
    affected: (holds) => new Set([...[...whole.affected(holds)].filter((path) => !changed.files.has(path)), ...changed.affected(holds)]),
  }
}

/** What the last analysis of a repository by this extractor version knew, but for files whose inventories are gone. */
export const loadKnownRepository = async (
  db: Database,
  identity: RepositoryIdentity,
  extractorVersion: string,
): Promise<LoadedRepository | undefined> => {
  const { rows } = await sql<{ content: Buffer; number: string; changes: Buffer | null }>`
    select content, number, changes from link_traces
    where repository_id = (select id from repositories where identity_key = ${textKey(repositoryKey(identity))})
      and extractor_version = ${extractorVersion}
  `.execute(db)
  const [row] = rows
  if (!row) return undefined
  const whole = { ...decodeKnownRepository(row.content), number: row.number }
  const { files, ...rest } = withChanges(whole, row.changes)
  const missing = await missingDigests(
    db,
    [...files.values()].flatMap(({ digest }) => digest ?? []),
  )
  const present = missing.size === 0 ? files : new Map([...files].filter(([, { digest }]) => digest === null || !missing.has(digest)))
  return { ...rest, files: present, whole }
}

interface ExtractionResult {
  extractorVersion: string
  configuration: KnownConfiguration
  files: readonly ExtractedFile[]
  diagnostics: readonly Diagnostic[]
  /** What the extraction began with. */
  known?: LoadedRepository | undefined
}

/**
 * What may be taken over by the next analysis. A file that a diagnostic is about which linking didn't tell, one that can't
 * be read, say, is linked again each time, and so is one that depends on such a file; configuration in which one is about
 * anything is read again: else the next analysis would not tell it.
 */
const worthKnowing = ({ files, configuration, diagnostics, known }: ExtractionResult): LastKnown => {
  const ofLinking = new Set(files.flatMap(({ trace }) => trace.told ?? []))
  const told = new Set(diagnostics.filter((one) => !ofLinking.has(one)).map(({ path }) => path))
  const affected = told.size === 0 ? undefined : known?.affected((path) => !told.has(path))
  const dependsOnTold = ({ path, trace }: ExtractedFile): boolean =>
    trace === known?.files.get(path)?.trace ? affected?.has(path) === true : trace.dependencies.some(([dependency]) => told.has(dependency))
  const isFine = (file: ExtractedFile): boolean => told.size === 0 || (!told.has(file.path) && !dependsOnTold(file))
  return {
    files: new Map(files.filter(isFine).map((file) => [file.path, file])),
    configuration: configuration.read.some((path) => told.has(path)) ? null : configuration,
  }
}

/** So many files in a hundred may differ from what is stored whole before it is stored whole again. */
const MOST_CHANGED = 12

/** What differs from what is stored whole; null where that is much, or the configuration is another one. */
const changesSince = (whole: KnownRepository, { files, configuration }: LastKnown): KnownChanges | null => {
  // What was reused is the very object that was loaded.
  if (configuration !== whole.configuration) return null
  const changed = [...files.values()].filter(({ path, trace }) => trace !== whole.files.get(path)?.trace)
  const gone = [...whole.files.keys()].filter((path) => !files.has(path))
  return 100 * (changed.length + gone.length) > MOST_CHANGED * whole.files.size ? null : { files: changed, gone }
}

/** Whether that is done: not where another analysis has stored all anew since. */
const saveChanges = async (
  transaction: Transaction<Tables>,
  repositoryId: string,
  { extractorVersion, known }: ExtractionResult,
  now: LastKnown,
): Promise<boolean> => {
  const changes = known ? changesSince(known.whole, now) : null
  if (!known || !changes) return false
  const { numAffectedRows } = await sql`
    update link_traces set changes = ${encodeKnownChanges(changes)}
    where repository_id = ${repositoryId} and extractor_version = ${extractorVersion} and number = ${known.whole.number}
  `.execute(transaction)
  return numAffectedRows === 1n
}

/** Puts what this analysis knows in the place of what the last one knew. */
export const saveKnownRepository = async (
  transaction: Transaction<Tables>,
  repositoryId: string,
  result: ExtractionResult,
): Promise<void> => {
  const now = worthKnowing(result)
  if (await saveChanges(transaction, repositoryId, result, now)) return
  await sql`
    insert into link_traces (repository_id, extractor_version, content)
    values (${repositoryId}, ${result.extractorVersion}, ${encodeKnownRepository(now)})
    on conflict (repository_id) do update
    set extractor_version = excluded.extractor_version, content = excluded.content, number = default, changes = null
  `.execute(transaction)
}
