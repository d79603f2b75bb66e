import { sql, type Transaction } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { openToken, TokenNotOpened } from './open-token.ts'
import type { PrivateKeys } from './private-keys.ts'
import { sealToken, type SealedToken } from './seal-token.ts'

export interface Rotation {
  /** Sealed anew by this run. */
  rotated: number
  /** Sealed with the key in use, before this run. */
  already: number
  /** Left as they are. */
  notOpened: TokenNotOpened[]
}

interface Row extends SealedToken {
  id: string
}

const BATCH = 100

/**
 * Opens every token that an older key is for and seals it with the key in use. Each batch is a transaction of its own:
 * what was cut off goes on where it was, and a token that somebody stores meanwhile stays as it was stored.
 */
export const rotateTokens = async (db: Database, keys: PrivateKeys, signal: AbortSignal, batchSize = BATCH): Promise<Rotation> => {
  const { rows: counted } = await sql<{ already: number }>`
    select count(*)::int as already from sealed_tokens where key_id = ${keys.current.public.id}
  `.execute(db)
  const rotation: Rotation = { rotated: 0, already: counted[0]?.already ?? 0, notOpened: [] }
  let after = '0'
  for (;;) {
    signal.throwIfAborted()
    const rows = await db.transaction().execute((transaction) => rotateBatch(transaction, keys, after, batchSize, rotation))
    const last = rows.at(-1)
    if (last === undefined) return rotation
    after = last.id
  }
}

const rotateBatch = async (
  transaction: Transaction<Tables>,
  keys: PrivateKeys,
  after: string,
  batchSize: number,
  rotation: Rotation,
): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select id, origin, path, key_id as "keyId", sealed from sealed_tokens
    where id > ${after} and key_id <> ${keys.current.public.id} order by id limit ${batchSize} for update
  `.execute(transaction)
  const opened = await Promise.all(rows.map((row) => sealAnew(row, keys)))
  const anew = opened.flatMap((result) => (result instanceof TokenNotOpened ? [] : [result]))
  await sql`
    update sealed_tokens t set sealed = anew.sealed, key_id = ${keys.current.public.id}, rotated_at = now()
    from unnest(${anew.map(({ id }) => id)}::bigint[], ${anew.map(({ sealed }) => Buffer.from(sealed))}::bytea[]) as anew (id, sealed)
    where t.id = anew.id
  `.execute(transaction)
  rotation.rotated += anew.length
  rotation.notOpened.push(...opened.filter((result) => result instanceof TokenNotOpened))
  return rows
}

const sealAnew = async (row: Row, keys: PrivateKeys): Promise<Row | TokenNotOpened> => {
  try {
    return { ...(await sealToken(row, await openToken(row, keys), keys.current.public)), id: row.id }
  } catch (error) {
    if (error instanceof TokenNotOpened) return error
    throw error
  }
}
