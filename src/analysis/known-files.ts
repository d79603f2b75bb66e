import { sql, type Transaction } from 'kysely'

import type { ExtractedFile, KnownFile, LinkTrace } from '../extraction/extraction.ts'
import type { Diagnostic } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { textKey } from './repository-identity.ts'

/** What an earlier analysis knew of a repository's files, and the text it is stored as: what is equal is not written again. */
export interface KnownFiles {
  files: Map<string, KnownFile>
  texts: Map<string, string>
}

/** A trace as it is stored: JSON, whose text never holds what PostgreSQL refuses. */
const encodeTrace = ({ path, trace }: KnownFile): string => JSON.stringify({ path, scope: trace.scope, dependencies: trace.dependencies })

interface TraceRow {
  digest: string | null
  trace: string
}

/** Those of this extractor version whose inventories are still there. */
export const loadKnownFiles = async (db: Database, repositoryId: string, extractorVersion: string): Promise<KnownFiles> => {
  const { rows } = await sql<TraceRow>`
    select encode(t.digest, 'hex') as digest, t.trace
    from link_traces t left join file_inventories f on f.digest = t.digest
    where t.repository_id = ${repositoryId} and t.extractor_version = ${extractorVersion} and (t.digest is null or f.id is not null)
  `.execute(db)
  const known: KnownFiles = { files: new Map(), texts: new Map() }
  for (const { digest, trace } of rows) {
    const { path, scope, dependencies } = JSON.parse(trace) as LinkTrace & { path: string } // as encodeTrace wrote it
    known.files.set(path, { path, digest, trace: { scope, dependencies } })
    known.texts.set(path, trace)
  }
  return known
}

const upsertTraces = async (
  transaction: Transaction<Tables>,
  repositoryId: string,
  extractorVersion: string,
  files: readonly { key: Buffer; digest: string | null; text: string }[],
): Promise<void> => {
  await sql`
    insert into link_traces (repository_id, path_key, extractor_version, digest, trace)
    select ${repositoryId}, decode(path_key, 'hex'), ${extractorVersion}, decode(digest, 'hex'), trace
    from unnest(
      ${files.map(({ key }) => key.toString('hex'))}::text[],
      ${files.map(({ digest }) => digest)}::text[],
      ${files.map(({ text }) => text)}::text[]
    ) as new (path_key, digest, trace)
    on conflict (repository_id, path_key) do update
      set extractor_version = excluded.extractor_version, digest = excluded.digest, trace = excluded.trace
  `.execute(transaction)
}

const TRACES_AT_ONCE = 5000

export interface KnownFilesResult {
  extractorVersion: string
  files: readonly ExtractedFile[]
  diagnostics: readonly Diagnostic[]
  known: KnownFiles
}

/**
 * What may be taken over by the next analysis. A file that a diagnostic is about is linked again each time, and so is
 * one that depends on such a file: else the next analysis would not tell it.
 */
const worthKnowing = ({ files, diagnostics }: KnownFilesResult): ExtractedFile[] => {
  const told = new Set(diagnostics.map(({ path }) => path))
  return files.filter(({ path, trace }) => !told.has(path) && !Object.keys(trace.dependencies).some((dependency) => told.has(dependency)))
}

/** Writes what differs from what was known; answers with how many rows that was. */
export const saveKnownFiles = async (transaction: Transaction<Tables>, repositoryId: string, result: KnownFilesResult): Promise<number> => {
  const { known, extractorVersion } = result
  const kept = worthKnowing(result)
  const changed = kept
    .map((file) => ({ path: file.path, key: textKey(file.path), digest: file.digest, text: encodeTrace(file) }))
    .filter(({ path, digest, text }) => known.files.get(path)?.digest !== digest || known.texts.get(path) !== text)
  for (let from = 0; from < changed.length; from += TRACES_AT_ONCE) {
    await upsertTraces(transaction, repositoryId, extractorVersion, changed.slice(from, from + TRACES_AT_ONCE))
  }
  const present = new Set(kept.map(({ path }) => path))
  const gone = [...known.files.keys()].filter((path) => !present.has(path)).map((path) => textKey(path).toString('hex'))
  if (gone.length > 0) {
    await sql`
      delete from link_traces t using unnest(${gone}::text[]) as gone (path_key)
      where t.repository_id = ${repositoryId} and t.path_key = decode(gone.path_key, 'hex')
    `.execute(transaction)
  }
  return changed.length + gone.length
}
