import type { DiagnosticLog } from './diagnostic-log.ts'
import { isLfsPointer } from './lfs-pointer.ts'
import { readObjects, statObjects } from './object-reader.ts'
import type { ObjectStore } from './object-store.ts'
import type { BlobContent, TreeEntry } from './snapshot.ts'

interface Faults {
  missing: string[]
  corrupt: string[]
}

const groupByBlob = (entries: readonly TreeEntry[]): Map<string, TreeEntry[]> => {
  const groups = new Map<string, TreeEntry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.blob)
    if (group === undefined) groups.set(entry.blob, [entry])
    else group.push(entry)
  }
  return groups
}

const sizeInWords = (bytes: number): string => (bytes < 1024 * 1024 ? `${bytes} bytes` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`)

export const tooLargeMessage = (size: number, limit: number): string =>
  `the file has ${sizeInWords(size)} and is not read: the limit is ${sizeInWords(limit)}`

/** The blobs fit to be read: brought if missing, none past the limit. */
const selectReadable = async (
  groups: ReadonlyMap<string, TreeEntry[]>,
  store: ObjectStore,
  limits: { maxFileBytes: number; log: DiagnosticLog },
  faults: Faults,
  signal: AbortSignal,
): Promise<string[]> => {
  const ids = [...groups.keys()]
  const states = await statObjects(store.view, ids, signal)
  const absent = ids.filter((id) => states.get(id)?.state !== 'present')
  if (absent.length > 0 && store.obtain !== undefined) {
    await store.obtain(absent, signal)
    for (const [id, state] of await statObjects(store.view, absent, signal)) states.set(id, state)
  }
  const readable: string[] = []
  for (const id of ids) {
    const state = states.get(id)
    if (state?.state !== 'present') {
      faults.missing.push(id)
    } else if (state.size > limits.maxFileBytes) {
      for (const { path } of groups.get(id) ?? []) {
        limits.log.add('file-too-large', path, tooLargeMessage(state.size, limits.maxFileBytes))
      }
    } else if (state.type === 'blob') {
      readable.push(id)
    } else {
      faults.corrupt.push(id)
    }
  }
  return readable
}

/** Brings what is missing of these in one request; nothing is read yet. */
export const obtainMissing = async (entries: readonly TreeEntry[], store: ObjectStore, signal: AbortSignal): Promise<void> => {
  const ids = [...new Set(entries.map(({ blob }) => blob))]
  const states = await statObjects(store.view, ids, signal)
  const absent = ids.filter((id) => states.get(id)?.state !== 'present')
  if (absent.length > 0) await store.obtain?.(absent, signal)
}

const readOnce = async function* (
  groups: ReadonlyMap<string, TreeEntry[]>,
  store: ObjectStore,
  options: { maxFileBytes: number; log: DiagnosticLog },
  faults: Faults,
  signal: AbortSignal,
): AsyncGenerator<BlobContent> {
  const readable = await selectReadable(groups, store, options, faults, signal)
  for await (const content of readObjects(store.view, readable, signal)) {
    if (content.bytes === null) {
      faults.corrupt.push(content.id)
      continue
    }
    const entries = groups.get(content.id) ?? []
    if (isLfsPointer(content.bytes)) {
      for (const { path } of entries)
        options.log.add('lfs-pointer', path, 'the file is kept by Git LFS, which is not asked; only its pointer is here')
      continue
    }
    for (const [index, entry] of entries.entries()) {
      yield { entry, bytes: index === 0 ? content.bytes : content.bytes.slice() }
    }
  }
}

const tellFaults = (faults: Faults, groups: ReadonlyMap<string, TreeEntry[]>, log: DiagnosticLog): void => {
  for (const id of faults.missing) {
    for (const { path } of groups.get(id) ?? []) {
      log.add('missing-object', path, `its content (blob ${id}) is missing from the repository, or damaged there: git fsck tells which`)
    }
  }
  for (const id of faults.corrupt) {
    for (const { path } of groups.get(id) ?? [])
      log.add('corrupt-object', path, `its content (blob ${id}) is damaged: run git fsck in the repository`)
  }
}

/** The contents of these entries from a repository's objects; what can't be had is told in the log. */
export const readBlobs = async function* (
  entries: readonly TreeEntry[],
  store: ObjectStore,
  options: { maxFileBytes: number; log: DiagnosticLog },
  signal: AbortSignal,
): AsyncGenerator<BlobContent> {
  const groups = groupByBlob(entries)
  const faults: Faults = { missing: [], corrupt: [] }
  // With the view of this moment, whoever has the store renewed meanwhile.
  const { view } = store
  yield* readOnce(groups, { ...store, view }, options, faults, signal)
  const failed = [...faults.missing, ...faults.corrupt]
  if (failed.length > 0 && store.renew !== undefined) {
    await store.renew(view, signal)
    const again = new Map(failed.map((id) => [id, groups.get(id) ?? []]))
    faults.missing = []
    faults.corrupt = []
    yield* readOnce(again, { ...store, view: store.view }, options, faults, signal)
  }
  tellFaults(faults, groups, options.log)
}
