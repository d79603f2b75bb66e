import { sql } from 'kysely'

import type { SqlConnection } from './removal.ts'

/**
 * The versions of extractors that work on this database: those of the analyses that were begun within a day, and of the
 * last one. So it needs not know the extractor, and during an upgrade, with old and new analyzers at work, it takes
 * nothing from either. Empty where nothing was ever analysed.
 */
export const readVersionsInUse = async (connection: SqlConnection): Promise<string[]> => {
  const { rows } = await sql<{ version: string }>`
    select split_part(extractor_version, '+', 1) as version from analyses where started_at > now() - interval '1 day'
    union
    (select split_part(extractor_version, '+', 1) from analyses order by started_at desc, id desc limit 1)
  `.execute(connection)
  return rows.map(({ version }) => version)
}
