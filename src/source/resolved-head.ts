import type { RepositoryIdentity } from '../inventory/inventory.ts'

/** Where a target stands now. `commit: null`: its files are read from disk, and belong to no commit. */
export interface ResolvedHead {
  identity: RepositoryIdentity
  commit: string | null
}
