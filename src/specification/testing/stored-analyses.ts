import type { FileInventory, Inventory } from '../../inventory/inventory.ts'
import type { TestDatabase } from '../../../test/support/postgres.ts'

export const identityOf = (name: string) => ({ url: `https://example.org/team/${name}`, ref: 'main', commit: 'a'.repeat(40) })

let commits = 0

/** An analysis that is completed, of the newest commit of a repository, which is made where there is none. Gives its id. */
export const storeAnalysis = async ({ pool }: Pick<TestDatabase, 'pool'>, name = 'shop'): Promise<string> => {
  commits += 1
  const { rows } = await pool.query<{ id: string }>(
    `with repository as (
       insert into repositories (identity_key, identity, url) values (sha256($1::text::bytea), $1, $1)
       on conflict (identity_key) do update set identity = excluded.identity returning id
     )
     insert into analyses (repository_id, commit, extractor_version, status, finished_at,
       attempt_id, identity, totals, diagnostics, file_ids, completion_number)
     select id, $2, '1', 'completed', now(), 0, $3, '{}', '[]', '{}', nextval('analysis_completions') from repository
     returning id`,
    [identityOf(name).url, `commit ${commits}`, JSON.stringify(identityOf(name))],
  )
  return rows[0]?.id ?? ''
}

/** Analysed anew: the same row says something else. */
export const completeAnew = async ({ pool }: Pick<TestDatabase, 'pool'>, analysisId: string): Promise<void> => {
  await pool.query("update analyses set completion_number = nextval('analysis_completions') where id = $1", [analysisId])
}

const fileOf = (path: string, tests: readonly string[]): FileInventory => ({
  path,
  language: 'typescript',
  framework: 'vitest',
  detectedBy: 'import',
  suites: [],
  tests: tests.map((name, index) => ({
    id: `${path}#${name}`,
    name,
    line: index + 1,
    endLine: index + 1,
    status: 'active',
    statusFrom: 'own',
    modifiers: [],
    tags: [],
    cases: null,
  })),
})

/** As reading a stored analysis gives it: each file by its path and the names of its tests. */
export const inventoryOf = (files: Record<string, readonly string[]>): Inventory => ({
  schema: 'testimony.inventory/1',
  repository: identityOf('shop'),
  extractor: { version: '1' },
  totals: {
    files: Object.keys(files).length,
    suites: 0,
    tests: Object.values(files).flat().length,
    dynamic: 0,
    byStatus: { active: Object.values(files).flat().length, focused: 0, skipped: 0, todo: 0, xfail: 0 },
    byFramework: {},
    byLanguage: {},
  },
  files: Object.entries(files).map(([path, tests]) => fileOf(path, tests)),
  diagnostics: [],
})
