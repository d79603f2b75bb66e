import { deflateRawSync } from 'node:zlib'

import { sql, type Transaction } from 'kysely'

import { inBatches } from '../runtime/in-batches.ts'
import type { ExtractedFile } from '../extraction/extraction.ts'
import { digestOfEncodedFile, encodeFile } from '../inventory/file-encoding.ts'
import type { FileInventory, Totals } from '../inventory/inventory.ts'
import { totalsOf } from '../inventory/totals.ts'
import { storableText } from '../postgres/storable-text.ts'
import type { Tables } from '../postgres/tables.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { packBytes } from './packed-bytes.ts'
import { plainArray } from './plain-array.ts'

type ListedFile = ExtractedFile & { digest: string }

/** One value for all, since thousands are asked for of which each is known. */
const findIds = async (transaction: Transaction<Tables>, digests: readonly string[], ids: Map<string, string>): Promise<void> => {
  const { rows } = await sql<{ found: string | null }>`
    select string_agg(coalesce(f.id::text, ''), ',' order by wanted.place) as found
    from unnest(${plainArray(digests)}::text[]) with ordinality as wanted (digest, place)
    left join file_inventories f on f.digest = decode(wanted.digest, 'hex')
  `.execute(transaction)
  const found = rows[0]?.found?.split(',') ?? []
  for (const [place, digest] of digests.entries()) {
    const id = found[place]
    if (id) ids.set(digest, id)
  }
}

interface NewFile {
  digest: string
  file: FileInventory
  content: Buffer
  totals: Totals
}

const toNewFile = (digest: string, file: FileInventory): NewFile => {
  const text = encodeFile(file)
  // The rows are shared by all repositories: what is stored under a digest must be what it is the digest of.
  if (digestOfEncodedFile(text) !== digest)
    throw new PlainFault(
      'digest-wrong',
      `The digest of ${file.path} is not that of its inventory, which is a defect of this program: report it`,
    )
  // Of a kilobyte or so, as most have, deflate leaves no more than zstd and is undone in half the time.
  return { digest, file, content: deflateRawSync(text), totals: totalsOf([file]) }
}

const insertFiles = async (transaction: Transaction<Tables>, files: readonly NewFile[], ids: Map<string, string>): Promise<number> => {
  const { packed, offsets, lengths } = packBytes(files.map(({ content }) => content))
  const counts = (count: (totals: Totals) => number): number[] => files.map(({ totals }) => count(totals))
  const { rows } = await sql<{ digest: string; id: string }>`
    insert into file_inventories
      (digest, content, path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail)
    select decode(digest, 'hex'), substring(${packed}::bytea from start + 1 for length),
      path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail
    from unnest(
      ${files.map(({ digest }) => digest)}::text[], ${offsets}::int[], ${lengths}::int[],
      ${files.map(({ file }) => storableText(file.path))}::text[],
      ${files.map(({ file }) => storableText(file.framework))}::text[],
      ${files.map(({ file }) => storableText(file.language))}::text[],
      ${counts(({ suites }) => suites)}::int[], ${counts(({ tests }) => tests)}::int[], ${counts(({ dynamic }) => dynamic)}::int[],
      ${counts(({ byStatus }) => byStatus.active)}::int[], ${counts(({ byStatus }) => byStatus.focused)}::int[],
      ${counts(({ byStatus }) => byStatus.skipped)}::int[], ${counts(({ byStatus }) => byStatus.todo)}::int[],
      ${counts(({ byStatus }) => byStatus.xfail)}::int[]
    ) as new (digest, start, length, path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail)
    on conflict (digest) do nothing
    returning encode(digest, 'hex') as digest, id
  `.execute(transaction)
  for (const { digest, id } of rows) ids.set(digest, id)
  return rows.length
}

const LIMITS = { count: 2000, size: 4 * 2 ** 20 }

const newFiles = function* (files: readonly ListedFile[], ids: ReadonlyMap<string, string>): Generator<NewFile> {
  for (const { path, digest, inventory } of files) {
    // Another file of the same content may have been stored by now.
    if (ids.has(digest)) continue
    if (inventory === null)
      throw new PlainFault('inventory-gone', `The inventory of ${path} that an earlier analysis stored is gone: analyse again`)
    yield toNewFile(digest, inventory)
  }
}

const compareDigests = (left: ListedFile, right: ListedFile): number =>
  left.digest < right.digest ? -1 : left.digest > right.digest ? 1 : 0

export interface StoredFiles {
  /** Of the files with tests, in the order of `extracted`. */
  ids: string[]
  /** How many nobody had stored before. */
  added: number
}

/** Stores the inventories that are not there yet. */
export const storeFileInventories = async (transaction: Transaction<Tables>, extracted: readonly ExtractedFile[]): Promise<StoredFiles> => {
  const listed = extracted.filter((file): file is ListedFile => file.digest !== null)
  const ids = new Map<string, string>()
  const digests = listed.map(({ digest }) => digest)
  await findIds(transaction, digests, ids)
  let added = 0
  // All in one order: two analyses that store the same at once wait for each other and never in a circle.
  for (const batch of inBatches(
    newFiles(listed.filter(({ digest }) => !ids.has(digest)).toSorted(compareDigests), ids),
    ({ content }) => content.length,
    LIMITS,
  )) {
    added += await insertFiles(transaction, batch, ids)
  }
  // Those that another analysis stored between our look and our insert.
  const missing = digests.filter((digest) => !ids.has(digest))
  if (missing.length > 0) await findIds(transaction, missing, ids)
  const idOf = (digest: string): string => {
    const id = ids.get(digest)
    if (id === undefined)
      throw new PlainFault(
        'row-not-stored',
        `File inventory ${digest} could neither be stored nor found: look for a trigger or rule on file_inventories, and remove it`,
      )
    return id
  }
  return { ids: digests.map(idOf), added }
}
