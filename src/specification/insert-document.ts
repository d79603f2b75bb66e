import { sql, type Transaction } from 'kysely'

import { storableText } from '../postgres/storable-text.ts'
import type { Tables } from '../postgres/tables.ts'
import type { Behaviour, Specification } from './specification.ts'

export type Document = Pick<Specification, 'summary' | 'domains'>

export interface InsertedDocument {
  /** As it is stored. */
  summary: string
  /** Rows of each table. */
  domains: number
  features: number
  behaviours: number
  tests: number
}

type Numbered<Item> = Item & { ordinal: number }

const numbered = <Item>(items: readonly Item[]): Numbered<Item>[] => items.map((item, index) => ({ ...item, ordinal: index + 1 }))

/** Rows of one statement: what is sent at a time stays of a bearable size. */
const ROWS = 10_000

const batchesOf = function* <Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += ROWS) yield items.slice(start, start + ROWS)
}

type InFeature = Numbered<Behaviour & { feature: number }>

const insertBehaviours = async (transaction: Transaction<Tables>, id: string, batch: readonly InFeature[]): Promise<void> => {
  // Lists of different lengths are no array of PostgreSQL: each comes as JSON.
  const examples = batch.map((behaviour) => (behaviour.examples ? JSON.stringify(behaviour.examples.map(storableText)) : null))
  await sql`
    insert into specification_behaviours (specification_id, ordinal, feature, key, text, state, examples, written_by)
    select ${id}::bigint, ordinal, feature, key, text, state,
      case when examples is not null then array(
        select example.name from json_array_elements_text(examples) with ordinality as example (name, place) order by example.place
      ) end, written_by
    from unnest(
      ${batch.map(({ ordinal }) => ordinal)}::int[], ${batch.map(({ feature }) => feature)}::int[],
      ${batch.map((behaviour) => behaviour.id)}::text[], ${batch.map(({ text }) => storableText(text))}::text[],
      ${batch.map(({ state }) => state)}::text[], ${examples}::json[], ${batch.map(({ writtenBy }) => writtenBy ?? null)}::text[]
    ) as new (ordinal, feature, key, text, state, examples, written_by)
  `.execute(transaction)
}

interface Citation {
  behaviour: number
  ordinal: number
  test: string
}

const insertCitations = async (transaction: Transaction<Tables>, id: string, batch: readonly Citation[]): Promise<void> => {
  await sql`
    insert into specification_tests (specification_id, behaviour, ordinal, test_id)
    select ${id}::bigint, behaviour, ordinal, test_id
    from unnest(
      ${batch.map(({ behaviour }) => behaviour)}::int[], ${batch.map(({ ordinal }) => ordinal)}::int[],
      ${batch.map(({ test }) => test)}::text[]
    ) as new (behaviour, ordinal, test_id)
  `.execute(transaction)
}

/** Inserts what a specification says, in its order. */
export const insertDocument = async (transaction: Transaction<Tables>, id: string, document: Document): Promise<InsertedDocument> => {
  const domains = numbered(document.domains)
  const features = numbered(domains.flatMap((domain) => domain.features.map((feature) => ({ ...feature, domain: domain.ordinal }))))
  const behaviours = numbered(
    features.flatMap((feature) => feature.behaviours.map((behaviour) => ({ ...behaviour, feature: feature.ordinal }))),
  )
  const citations = behaviours.flatMap(({ ordinal: behaviour, tests }) =>
    tests.map((test, index): Citation => ({ behaviour, ordinal: index + 1, test })),
  )
  await sql`
    insert into specification_domains (specification_id, ordinal, name)
    select ${id}::bigint, ordinal, name
    from unnest(${domains.map(({ ordinal }) => ordinal)}::int[], ${domains.map(({ name }) => storableText(name))}::text[]) as new (ordinal, name)
  `.execute(transaction)
  await sql`
    insert into specification_features (specification_id, ordinal, domain, name)
    select ${id}::bigint, ordinal, domain, name
    from unnest(
      ${features.map(({ ordinal }) => ordinal)}::int[], ${features.map(({ domain }) => domain)}::int[],
      ${features.map(({ name }) => storableText(name))}::text[]
    ) as new (ordinal, domain, name)
  `.execute(transaction)
  for (const batch of batchesOf(behaviours)) await insertBehaviours(transaction, id, batch)
  for (const batch of batchesOf(citations)) await insertCitations(transaction, id, batch)
  return {
    summary: storableText(document.summary),
    domains: domains.length,
    features: features.length,
    behaviours: behaviours.length,
    tests: citations.length,
  }
}
