/** All files of a commit, ready to be asked by path and by directory. */
import { hash } from 'node:crypto'
import { directoryOf } from '../directory-of.ts'
import type { TreeEntry } from '../../source/snapshot.ts'

export interface DirectoryListing {
  /** Sorted. */
  readonly names: readonly string[]
  /** Of the names. */
  readonly digest: string
}

export interface FileTree {
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[]
  at(path: string): TreeEntry | undefined
  /** What is right in a directory (`''` is the top). */
  listing(directory: string): DirectoryListing
}

const namesByDirectory = (entries: readonly TreeEntry[]): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { path } of entries) {
    let child = path
    for (;;) {
      const directory = directoryOf(child)
      const known = found.get(directory) ?? new Set()
      found.set(directory, known)
      const name = directory === '' ? child : child.slice(directory.length + 1)
      if (known.has(name)) break
      known.add(name)
      if (directory === '') break
      child = directory
    }
  }
  return found
}

/** `entries` are sorted by path. Directories are worked out when the first is asked for. */
export const createFileTree = (entries: readonly TreeEntry[]): FileTree => {
  const byPath = new Map<string, TreeEntry>()
  for (const entry of entries) byPath.set(entry.path, entry)
  let names: Map<string, Set<string>> | null = null
  const listed = new Map<string, DirectoryListing>()
  return {
    entries,
    at: (path) => byPath.get(path),
    listing: (directory) => {
      const known = listed.get(directory)
      if (known) return known
      names ??= namesByDirectory(entries)
      const sorted = [...(names.get(directory) ?? [])].toSorted()
      const listing = { names: sorted, digest: hash('sha256', sorted.join('\0'), 'hex').slice(0, 16) }
      listed.set(directory, listing)
      return listing
    },
  }
}
