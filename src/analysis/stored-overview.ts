import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'

import { decodeFile } from '../inventory/file-encoding.ts'
import type { Overview } from '../inventory/overview.ts'
import type { Database } from '../postgres/pool.ts'
import { deletedMeanwhile, type StoredAnalysis } from './stored-analysis.ts'

interface FileRow {
  path: string | null
  framework: string
  tests: number
  dynamic: number
  active: number
  focused: number
  skipped: number
  todo: number
  xfail: number
  content: Buffer | null
}

/** What a summary needs of a stored analysis. The content is read of files with marked tests alone: few, where an inventory is large. */
export const readStoredOverview = async (db: Database, analysis: StoredAnalysis): Promise<Overview> => {
  const { rows } = await sql<FileRow>`
    select f.path, f.framework, f.tests, f.dynamic, f.active, f.focused, f.skipped, f.todo, f.xfail,
      case when f.active < f.tests then f.content end as content
    from analyses a
    cross join unnest(a.file_ids) with ordinality as listed (id, place)
    left join file_inventories f on f.id = listed.id
    where a.id = ${analysis.id} and a.status = 'completed'
    order by listed.place
  `.execute(db)
  const files = rows.map(({ path, framework, tests, dynamic, active, focused, skipped, todo, xfail }) => {
    if (path === null) throw deletedMeanwhile(analysis.id)
    return { path, framework, counts: { files: 1, tests, dynamic, byStatus: { active, focused, skipped, todo, xfail } } }
  })
  if (files.length !== analysis.totals.files) throw deletedMeanwhile(analysis.id)
  const detailed = rows.flatMap(({ content }) => (content === null ? [] : [decodeFile(inflateRawSync(content).toString())]))
  return { repository: analysis.identity, totals: analysis.totals, diagnostics: analysis.diagnostics, files, detailed }
}
