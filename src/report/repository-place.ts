import type { RepositoryIdentity } from '../inventory/inventory.ts'

/** Where a repository is, and what was looked at: the ref that was asked for and its commit, which is told once where it was asked for itself. */
export const repositoryPlace = ({ url, path, ref, commit }: RepositoryIdentity): string[] => [
  ...new Set([url ?? path ?? 'repository', ref, commit].filter((part) => part !== undefined)),
]
