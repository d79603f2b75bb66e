import { createHash } from 'node:crypto'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import type { TreeEntry } from '../source/snapshot.ts'

/** What makes two repositories one: the canonical URL, else the real path of the folder on this machine. */
export const repositoryKey = (identity: RepositoryIdentity): string => {
  if (identity.url !== undefined) return identity.url
  if (identity.path !== undefined) return `file:${identity.path}`
  throw new PlainFault('repository-unknown', 'A repository is known by its URL or by its path, and this one has neither: give one of them')
}

/** A key of fixed length for text that may be longer than an index entry can be. */
export const textKey = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 20)

/** What stands for the commit where there is none: a folder's files, by path and content. Entries are sorted by path. */
export const treeKey = (entries: readonly TreeEntry[]): string => {
  const hash = createHash('sha256')
  for (const { path, blob } of entries) hash.update(JSON.stringify([path, blob]))
  return `tree:${hash.digest('hex').slice(0, 40)}`
}
