import { inflateRawSync } from 'node:zlib'

import { sql } from 'kysely'

import { decodeFile } from '../inventory/file-encoding.ts'
import type { Diagnostic, FileInventory, Inventory, RepositoryIdentity, Totals } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { extractorOf } from './analysis-version.ts'
import { repositoryKey, textKey } from './repository-identity.ts'

/** What a completed analysis says as a whole; its files are read apart from it. */
export interface StoredAnalysis {
  id: string
  extractorVersion: string
  identity: RepositoryIdentity
  totals: Totals
  diagnostics: Diagnostic[]
  finishedAt: Date
}

interface AnalysisRow {
  id: string
  extractor_version: string
  identity: string
  totals: string
  diagnostics: string
  finished_at: Date
}

// Each was written as JSON of its type by complete-analysis.ts, in a column that nothing else writes.
const toStoredAnalysis = (row: AnalysisRow): StoredAnalysis => ({
  id: row.id,
  extractorVersion: extractorOf(row.extractor_version),
  identity: JSON.parse(row.identity) as RepositoryIdentity,
  totals: JSON.parse(row.totals) as Totals,
  diagnostics: JSON.parse(row.diagnostics) as Diagnostic[],
  finishedAt: row.finished_at,
})

const COLUMNS = sql`a.id, a.extractor_version, a.identity, a.totals::text as totals, a.diagnostics, a.finished_at`

export interface AnalysisKey {
  identity: RepositoryIdentity
  /** A commit id, or a folder's `treeKey`. */
  commit: string
  /** As `analysisVersion` gives it. */
  extractorVersion: string
}

/** What may be otherwise the next time, though the commit is the same: the repository was mended, the machine has more time. */
const PASSING = new Set(['missing-object', 'corrupt-object', 'unreadable-directory', 'parse-failed'])

/** Whether the same commit, analysed again, may well give more. */
export const isWorthAnotherLook = ({ diagnostics }: Pick<StoredAnalysis, 'diagnostics'>): boolean =>
  diagnostics.some(({ code }) => PASSING.has(code))

/** The completed analysis of this commit by this extractor version, where there is one. */
export const findAnalysis = async (db: Database, key: AnalysisKey): Promise<StoredAnalysis | undefined> => {
  const { rows } = await sql<AnalysisRow>`
    select ${COLUMNS} from analyses a join repositories r on r.id = a.repository_id
    where r.identity_key = ${textKey(repositoryKey(key.identity))}
      and a.commit = ${storableText(key.commit)} and a.extractor_version = ${key.extractorVersion} and a.status = 'completed'
  `.execute(db)
  return rows[0] && toStoredAnalysis(rows[0])
}

/** The completed analysis of this repository that finished last. */
export const findNewestAnalysis = async (db: Database, identity: RepositoryIdentity): Promise<StoredAnalysis | undefined> => {
  const { rows } = await sql<AnalysisRow>`
    select ${COLUMNS} from analyses a
    where a.repository_id = (select id from repositories where identity_key = ${textKey(repositoryKey(identity))})
      and a.status = 'completed'
    order by a.finished_at desc, a.id desc limit 1
  `.execute(db)
  return rows[0] && toStoredAnalysis(rows[0])
}

export const readStoredAnalysis = async (db: Database, id: string): Promise<StoredAnalysis | undefined> => {
  const { rows } = await sql<AnalysisRow>`select ${COLUMNS} from analyses a where a.id = ${id} and a.status = 'completed'`.execute(db)
  return rows[0] && toStoredAnalysis(rows[0])
}

const FILES_AT_ONCE = 1000

/** Part of an analysis is no answer. */
export const deletedMeanwhile = (id: string): PlainFault =>
  new PlainFault('analysis-deleted', `Analysis ${id} was deleted while it was read: analyse the repository again`)

/**
 * The files of an analysis, sorted by path. Throws where the analysis is deleted meanwhile, for part of it is no answer; and
 * the signal's reason after what is read when that fires.
 */
export async function* readStoredFiles(db: Database, id: string, signal?: AbortSignal): AsyncGenerator<FileInventory> {
  let read = 0
  for (let count = 1; read < count;) {
    signal?.throwIfAborted()
    const { rows } = await sql<{ content: Buffer | null; count: number }>`
      select f.content, cardinality(a.file_ids) as count
      from analyses a
      left join unnest(a.file_ids[${read + 1}::int : ${read + FILES_AT_ONCE}::int]) with ordinality as listed (id, place) on true
      left join file_inventories f on f.id = listed.id
      where a.id = ${id} and a.status = 'completed'
      order by listed.place
    `.execute(db)
    const [first] = rows
    if (first?.count === 0) return
    if (!first || rows.some(({ content }) => content === null)) throw deletedMeanwhile(id)
    for (const { content } of rows) if (content) yield decodeFile(inflateRawSync(content).toString())
    read += rows.length
    count = first.count
  }
}

/** The inventory as the extraction gave it, internal fields too. */
export const readInventoryOf = async (db: Database, analysis: StoredAnalysis, signal?: AbortSignal): Promise<Inventory> => ({
  schema: 'testimony.inventory/1',
  repository: analysis.identity,
  extractor: { version: analysis.extractorVersion },
  totals: analysis.totals,
  files: await Array.fromAsync(readStoredFiles(db, analysis.id, signal)),
  diagnostics: analysis.diagnostics,
})

export const readStoredInventory = async (db: Database, id: string, signal?: AbortSignal): Promise<Inventory | undefined> => {
  const analysis = await readStoredAnalysis(db, id)
  return analysis && (await readInventoryOf(db, analysis, signal))
}
