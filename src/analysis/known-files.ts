import { sql, type Transaction } from 'kysely'

import type { ExtractedFile, KnownFile } from '../extraction/extraction.ts'
import type { Diagnostic } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { decodeKnownFiles, encodeKnownFiles } from './known-files-encoding.ts'

const presentDigests = async (db: Database, digests: readonly string[]): Promise<Set<string>> => {
  const { rows } = await sql<{ digest: string }>`
    select wanted.digest from unnest(${digests}::text[]) as wanted (digest)
    join file_inventories f on f.digest = decode(wanted.digest, 'hex')
  `.execute(db)
  return new Set(rows.map(({ digest }) => digest))
}

/** What the last analysis of a repository by this extractor version knew, but for files whose inventories are gone. */
export const loadKnownFiles = async (db: Database, repositoryId: string, extractorVersion: string): Promise<Map<string, KnownFile>> => {
  const { rows } = await sql<{ content: Buffer }>`
    select content from link_traces where repository_id = ${repositoryId} and extractor_version = ${extractorVersion}
  `.execute(db)
  const [row] = rows
  if (!row) return new Map()
  const files = decodeKnownFiles(row.content)
  const present = await presentDigests(
    db,
    files.flatMap(({ digest }) => digest ?? []),
  )
  return new Map(files.filter(({ digest }) => digest === null || present.has(digest)).map((file) => [file.path, file]))
}

interface KnownFilesResult {
  extractorVersion: string
  files: readonly ExtractedFile[]
  diagnostics: readonly Diagnostic[]
}

/**
 * What may be taken over by the next analysis. A file that a diagnostic is about is linked again each time, and so is
 * one that depends on such a file: else the next analysis would not tell it.
 */
const worthKnowing = ({ files, diagnostics }: KnownFilesResult): ExtractedFile[] => {
  if (diagnostics.length === 0) return [...files]
  const told = new Set(diagnostics.map(({ path }) => path))
  return files.filter(({ path, trace }) => !told.has(path) && !trace.dependencies.some(([dependency]) => told.has(dependency)))
}

/** Puts what this analysis knows in the place of what the last one knew. */
export const saveKnownFiles = async (transaction: Transaction<Tables>, repositoryId: string, result: KnownFilesResult): Promise<void> => {
  await sql`
    insert into link_traces (repository_id, extractor_version, content)
    values (${repositoryId}, ${result.extractorVersion}, ${encodeKnownFiles(worthKnowing(result))})
    on conflict (repository_id) do update set extractor_version = excluded.extractor_version, content = excluded.content
  `.execute(transaction)
}
