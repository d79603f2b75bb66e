import { sql, type Transaction } from 'kysely'

import type { ExtractedFile, KnownConfiguration, KnownRepository } from '../extraction/extraction.ts'
import type { Diagnostic, RepositoryIdentity } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { repositoryKey, textKey } from './repository-identity.ts'
import { decodeKnownRepository, encodeKnownRepository } from './known-repository-encoding.ts'

/** Nearly always none, so that the answer costs nothing to read. */
const missingDigests = async (db: Database, digests: readonly string[]): Promise<Set<string>> => {
  const { rows } = await sql<{ digest: string }>`
    select wanted.digest from unnest(${digests}::text[]) as wanted (digest)
    where not exists (select from file_inventories f where f.digest = decode(wanted.digest, 'hex'))
  `.execute(db)
  return new Set(rows.map(({ digest }) => digest))
}

/** What the last analysis of a repository by this extractor version knew, but for files whose inventories are gone. */
export const loadKnownRepository = async (
  db: Database,
  identity: RepositoryIdentity,
  extractorVersion: string,
): Promise<KnownRepository | undefined> => {
  const { rows } = await sql<{ content: Buffer }>`
    select content from link_traces
    where repository_id = (select id from repositories where identity_key = ${textKey(repositoryKey(identity))})
      and extractor_version = ${extractorVersion}
  `.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { files, configuration } = decodeKnownRepository(row.content)
  const missing = await missingDigests(
    db,
    [...files.values()].flatMap(({ digest }) => digest ?? []),
  )
  if (missing.size === 0) return { configuration, files }
  return { configuration, files: new Map([...files].filter(([, { digest }]) => digest === null || !missing.has(digest))) }
}

interface ExtractionResult {
  extractorVersion: string
  configuration: KnownConfiguration
  files: readonly ExtractedFile[]
  diagnostics: readonly Diagnostic[]
}

/**
 * What may be taken over by the next analysis. A file that a diagnostic is about is linked again each time, and so is
 * one that depends on such a file; configuration in which one is about anything is read again: else the next analysis
 * would not tell it.
 */
const worthKnowing = ({ files, configuration, diagnostics }: ExtractionResult): KnownRepository => {
  const told = new Set(diagnostics.map(({ path }) => path))
  const isFine = ({ path, trace }: ExtractedFile): boolean =>
    told.size === 0 || (!told.has(path) && !trace.dependencies.some(([dependency]) => told.has(dependency)))
  return {
    files: new Map(files.filter(isFine).map((file) => [file.path, file])),
    configuration: configuration.read.some((path) => told.has(path)) ? null : configuration,
  }
}

/** Puts what this analysis knows in the place of what the last one knew. */
export const saveKnownRepository = async (
  transaction: Transaction<Tables>,
  repositoryId: string,
  result: ExtractionResult,
): Promise<void> => {
  await sql`
    insert into link_traces (repository_id, extractor_version, content)
    values (${repositoryId}, ${result.extractorVersion}, ${encodeKnownRepository(worthKnowing(result))})
    on conflict (repository_id) do update set extractor_version = excluded.extractor_version, content = excluded.content
  `.execute(transaction)
}
