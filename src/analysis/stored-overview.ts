import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'

import { decodeFile } from '../inventory/file-encoding.ts'
import type { FileInventory } from '../inventory/inventory.ts'
import type { CountedFile, Overview } from '../inventory/overview.ts'
import type { Database } from '../postgres/pool.ts'
import { deletedMeanwhile, type StoredAnalysis } from './stored-analysis.ts'

/** The columns below, in their order. */
type ListedFile = [
  path: string | null,
  framework: string,
  tests: number,
  dynamic: number,
  active: number,
  focused: number,
  skipped: number,
  todo: number,
  xfail: number,
]

/** All in one value: of thousands of rows, taking each of their columns apart would cost more than all the rest. */
const readCounts = async (db: Database, analysisId: string): Promise<CountedFile[]> => {
  const { rows } = await sql<{ files: ListedFile[] | null }>`
    select json_agg(json_build_array(
      f.path, f.framework, f.tests, f.dynamic, f.active, f.focused, f.skipped, f.todo, f.xfail
    ) order by listed.place) as files
    from analyses a
    cross join unnest(a.file_ids) with ordinality as listed (id, place)
    left join file_inventories f on f.id = listed.id
    where a.id = ${analysisId} and a.status = 'completed'
  `.execute(db)
  return (rows[0]?.files ?? []).map(([path, framework, tests, dynamic, active, focused, skipped, todo, xfail]) => {
    if (path === null) throw deletedMeanwhile(analysisId)
    return { path, framework, counts: { files: 1, tests, dynamic, byStatus: { active, focused, skipped, todo, xfail } } }
  })
}

const readMarked = async (db: Database, analysisId: string): Promise<FileInventory[]> => {
  const { rows } = await sql<{ content: Buffer }>`
    select f.content
    from analyses a
    cross join unnest(a.file_ids) with ordinality as listed (id, place)
    join file_inventories f on f.id = listed.id
    where a.id = ${analysisId} and a.status = 'completed' and f.active < f.tests
    order by listed.place
  `.execute(db)
  return rows.map(({ content }) => decodeFile(inflateRawSync(content).toString()))
}

/** What a summary needs of a stored analysis. The content is read of files with marked tests alone: few, where an inventory is large. */
export const readStoredOverview = async (db: Database, analysis: StoredAnalysis): Promise<Overview> => {
  const [files, detailed] = await Promise.all([readCounts(db, analysis.id), readMarked(db, analysis.id)])
  const marked = files.filter(({ counts }) => counts.byStatus.active < counts.tests)
  if (files.length !== analysis.totals.files || detailed.length !== marked.length) throw deletedMeanwhile(analysis.id)
  return { repository: analysis.identity, totals: analysis.totals, diagnostics: analysis.diagnostics, files, detailed }
}
