import { sql, type Transaction } from 'kysely'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import type { SpecificationKey } from './specification-attempt.ts'
import type { Behaviour, BehaviourState, Domain, Specification, WriterName } from './specification.ts'
import type { TokenUsage } from './writer.ts'

/** What is known of a completed specification beside what it says. */
export interface SpecificationVersion {
  id: string
  analysisId: string
  repository: RepositoryIdentity
  language: string
  writer: WriterName
  writerVersion: string
  /** Counted by repository and language, from 1. */
  version: number
  /**
   * The one before it, of the same repository, language and writer, of those that are still there: by what was analysed
   * before, else by what was written before. One of an older analysis is the older one, whenever it is written.
   */
  previousId: string | null
  domains: number
  features: number
  behaviours: number
  tests: number
  usage: TokenUsage
  startedAt: Date
  finishedAt: Date
}

interface VersionRow {
  id: string
  analysis_id: string
  identity: string
  language: string
  writer: string
  writer_version: string
  version: number
  previous_id: string | null
  domains: number
  features: number
  behaviours: number
  tests: number
  input_tokens: string
  output_tokens: string
  cost: string | null
  started_at: Date
  finished_at: Date
}

// Written as JSON of this type by complete-specification.ts, in a column that nothing else writes.
const toRepository = (identity: string): RepositoryIdentity => JSON.parse(identity) as RepositoryIdentity

const toVersion = (row: VersionRow): SpecificationVersion => ({
  id: row.id,
  analysisId: row.analysis_id,
  repository: toRepository(row.identity),
  language: row.language,
  writer: row.writer,
  writerVersion: row.writer_version,
  version: row.version,
  previousId: row.previous_id,
  domains: row.domains,
  features: row.features,
  behaviours: row.behaviours,
  tests: row.tests,
  usage: {
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    cost: row.cost === null ? null : Number(row.cost),
  },
  startedAt: row.started_at,
  finishedAt: row.finished_at,
})

const COLUMNS = sql`
  s.id, s.analysis_id, s.identity, s.language, s.writer, s.writer_version, s.version, s.domains, s.features, s.behaviours, s.tests,
  s.input_tokens, s.output_tokens, s.cost, s.started_at, s.finished_at, (
    select p.id from specifications p
    where p.repository_id = s.repository_id and p.language = s.language and p.writer = s.writer and p.status = 'completed'
      and (p.analysis_completion, p.version) < (s.analysis_completion, s.version)
    order by p.analysis_completion desc, p.version desc limit 1
  ) as previous_id`

/** What was written again, and whole, is of the same writer: the last one counts (specification-attempt.ts, complete-specification.ts). */
const ofWriter = (writer: string, version: string) => sql`s.writer = ${writer} and (
    s.writer_version = ${version} or starts_with(s.writer_version, ${`${version} again `}) and s.writer_version not like '% cut short %'
  )`

/** The completed specification of this writer of what the analysis says now. */
export const findSpecification = async (
  db: Database,
  { analysisId, language, writer, writerVersion }: SpecificationKey,
): Promise<SpecificationVersion | undefined> => {
  const { rows } = await sql<VersionRow>`
    select ${COLUMNS} from specifications s join analyses a on a.id = s.analysis_id
    where s.analysis_id = ${analysisId} and s.analysis_completion = coalesce(a.completion_number, 0)
      and s.language = ${language} and ${ofWriter(writer, writerVersion)} and s.status = 'completed'
    order by s.version desc limit 1
  `.execute(db)
  return rows[0] && toVersion(rows[0])
}

/** The key under which it is written again; the same until that is completed, so that a killed one goes on. */
export const keyToWriteAgain = async (db: Database, key: SpecificationKey): Promise<SpecificationKey> => {
  const { analysisId, language, writer, writerVersion } = key
  const { rows } = await sql<{ written: number }>`
    select count(*)::int as written from specifications s join analyses a on a.id = s.analysis_id
    where s.analysis_id = ${analysisId} and s.analysis_completion = coalesce(a.completion_number, 0)
      and s.language = ${language} and ${ofWriter(writer, writerVersion)} and s.status = 'completed'
  `.execute(db)
  const written = rows[0]?.written ?? 0
  return written === 0 ? key : { ...key, writerVersion: `${writerVersion} again ${written}` }
}

export const findSpecificationById = async (db: Database, id: string): Promise<SpecificationVersion | undefined> => {
  const { rows } = await sql<VersionRow>`select ${COLUMNS} from specifications s where s.id = ${id} and s.status = 'completed'`.execute(db)
  return rows[0] && toVersion(rows[0])
}

export interface ListOptions {
  /** All where absent. */
  language?: string
  limit: number
}

/** The completed specifications of the repository that an analysis is of: the newest analysis first, of each what was written last. */
export const listSpecifications = async (
  db: Database,
  analysisId: string,
  { language, limit }: ListOptions,
): Promise<SpecificationVersion[]> => {
  const { rows } = await sql<VersionRow>`
    select ${COLUMNS} from specifications s
    where s.repository_id = (select repository_id from analyses where id = ${analysisId}) and s.status = 'completed'
      and (${language ?? null}::text is null or s.language = ${language ?? null})
    order by s.analysis_completion desc, s.finished_at desc, s.id desc limit ${limit}
  `.execute(db)
  return rows.map(toVersion)
}

/** Of the same repository as an analysis, in a language. */
export interface VersionsOf {
  analysisId: string
  language: string
}

const ofRepository = ({ analysisId, language }: VersionsOf) => sql`
  s.repository_id = (select repository_id from analyses where id = ${analysisId}) and s.language = ${language} and s.status = 'completed'`

export const findSpecificationVersion = async (
  db: Database,
  of: VersionsOf,
  version: number,
): Promise<SpecificationVersion | undefined> => {
  const { rows } = await sql<VersionRow>`
    select ${COLUMNS} from specifications s where ${ofRepository(of)} and s.version = ${version}
  `.execute(db)
  return rows[0] && toVersion(rows[0])
}

/** The numbers of the oldest and the newest; undefined where there is none. */
export const specificationRange = async (db: Database, of: VersionsOf): Promise<{ oldest: number; newest: number } | undefined> => {
  const { rows } = await sql<{ oldest: number | null; newest: number | null }>`
    select min(s.version) as oldest, max(s.version) as newest from specifications s where ${ofRepository(of)}
  `.execute(db)
  const { oldest = null, newest = null } = rows[0] ?? {}
  return oldest === null || newest === null ? undefined : { oldest, newest }
}

interface BehaviourRow {
  ordinal: number
  feature: number
  key: string
  text: string
  state: BehaviourState
  examples: string[] | null
  written_by: 'offline' | null
}

const readTests = async (transaction: Transaction<Tables>, id: string): Promise<Map<number, string[]>> => {
  const { rows } = await sql<{ behaviour: number; test_id: string }>`
    select behaviour, test_id from specification_tests where specification_id = ${id} order by behaviour, ordinal
  `.execute(transaction)
  const tests = new Map<number, string[]>()
  for (const { behaviour, test_id } of rows) {
    const known = tests.get(behaviour)
    if (known) known.push(test_id)
    else tests.set(behaviour, [test_id])
  }
  return tests
}

const readBehaviours = async (transaction: Transaction<Tables>, id: string): Promise<Map<number, Behaviour[]>> => {
  const tests = await readTests(transaction, id)
  const { rows } = await sql<BehaviourRow>`
    select ordinal, feature, key, text, state, examples, written_by from specification_behaviours
    where specification_id = ${id} order by ordinal
  `.execute(transaction)
  const behaviours = new Map<number, Behaviour[]>()
  for (const { ordinal, feature, key, text, state, examples, written_by: writtenBy } of rows) {
    const optional = { ...(examples && { examples }), ...(writtenBy && { writtenBy }) }
    const behaviour: Behaviour = { id: key, text, state, tests: tests.get(ordinal) ?? [], ...optional }
    const known = behaviours.get(feature)
    if (known) known.push(behaviour)
    else behaviours.set(feature, [behaviour])
  }
  return behaviours
}

const readDomains = async (transaction: Transaction<Tables>, id: string): Promise<Domain[]> => {
  const behaviours = await readBehaviours(transaction, id)
  const { rows: domainRows } = await sql<{ ordinal: number; name: string }>`
    select ordinal, name from specification_domains where specification_id = ${id} order by ordinal
  `.execute(transaction)
  const domains = new Map(domainRows.map(({ ordinal, name }): [number, Domain] => [ordinal, { name, features: [] }]))
  const { rows: featureRows } = await sql<{ ordinal: number; domain: number; name: string }>`
    select ordinal, domain, name from specification_features where specification_id = ${id} order by ordinal
  `.execute(transaction)
  for (const { ordinal, domain, name } of featureRows)
    domains.get(domain)?.features.push({ name, behaviours: behaviours.get(ordinal) ?? [] })
  return [...domains.values()]
}

/**
 * What a completed specification says; undefined where there is none, or none any more. Read as of one moment: part of a
 * document that is deleted meanwhile is no answer.
 */
export const readSpecification = async (db: Database, id: string): Promise<Specification | undefined> =>
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const { rows } = await sql<{ identity: string; language: string; writer: string; summary: string }>`
        select identity, language, writer, summary from specifications where id = ${id} and status = 'completed'
      `.execute(transaction)
      const [row] = rows
      if (!row) return undefined
      const { identity, language, writer, summary } = row
      const repository = toRepository(identity)
      return { schema: 'testimony.specification/1', repository, language, writer, summary, domains: await readDomains(transaction, id) }
    })
