import assert from 'node:assert/strict'

import type { TestDatabase } from '../../../test/support/postgres.ts'
import { completeSpecification, type WithinCompletion } from '../complete-specification.ts'
import type { Document } from '../insert-document.ts'
import { beginSpecification, type SpecificationAttempt, type SpecificationKey } from '../specification-attempt.ts'
import type { TokenUsage } from '../writer.ts'
import { behaviourOf, NO_USAGE } from './documents.ts'
import { identityOf } from './stored-analyses.ts'

export const keyOf = (analysisId: string, more: Partial<SpecificationKey> = {}): SpecificationKey => ({
  analysisId,
  language: 'en',
  writer: 'offline',
  writerVersion: '1',
  ...more,
})

export const DOCUMENT: Document = {
  summary: 'Sells things, 안녕 🛒.',
  domains: [
    {
      name: 'Cart',
      features: [
        {
          name: 'Adding',
          behaviours: [
            behaviourOf('Adds an item.', ['t3', 't1'], { examples: ['one', 'two, "quoted"', '{three}', ''] }),
            behaviourOf('Refuses what is sold out.', ['t2'], { state: 'skipped', writtenBy: 'offline' }),
          ],
        },
        { name: 'Removing', behaviours: [behaviourOf('Removes an item.', ['t9'], { state: 'to-be-written', examples: [] })] },
      ],
    },
    { name: 'Payment', features: [{ name: 'Cards', behaviours: [behaviourOf('Declines.', ['t4'], { state: 'expected-to-fail' })] }] },
  ],
}

export const begin = async ({ db }: TestDatabase, key: SpecificationKey): Promise<SpecificationAttempt> =>
  (await beginSpecification(db, key)) ?? assert.fail('it is completed already')

/** As if whoever writes it had said nothing for long: the next one takes it over. */
export const fallSilent = async ({ pool }: TestDatabase, analysisId: string): Promise<void> => {
  await pool.query(`update specifications set alive_at = now() - interval '11 seconds' where analysis_id = $1 and status = 'running'`, [
    analysisId,
  ])
}

export interface ToComplete {
  document?: Document
  usage?: TokenUsage
  within?: WithinCompletion
  signal?: AbortSignal
}

export const complete = (
  { db }: TestDatabase,
  attempt: SpecificationAttempt,
  { document = DOCUMENT, usage = NO_USAGE, within, signal = new AbortController().signal }: ToComplete = {},
): Promise<{ version: number }> =>
  completeSpecification(db, attempt, { repository: identityOf('shop'), document, usage }, { signal, within })

/** Stores one from beginning to end. Gives its id. */
export const store = async (database: TestDatabase, key: SpecificationKey): Promise<string> => {
  const attempt = await begin(database, key)
  await complete(database, attempt)
  return attempt.id
}

/** How many rows of each table a specification has. */
export const rowsOf = async ({ pool }: TestDatabase, id: string): Promise<Record<string, number>> => {
  const tables = ['domains', 'features', 'behaviours', 'tests']
  const counts = tables.map((table) => `(select count(*)::int from specification_${table} where specification_id = ${id}) as ${table}`)
  const { rows } = await pool.query<Record<string, number>>(`select ${counts.join(', ')}`)
  return rows[0] ?? {}
}
