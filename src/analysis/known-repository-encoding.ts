/**
 * What is known of a repository's configuration and of all its files, or how that changed, as one compressed text. Files depend on the same
 * configuration and modules over and over: each pair of a path and what was found there is written once, and files name
 * runs of their numbers: what one module needs was numbered in a row.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import type { Dependency, Holds, KnownConfiguration, KnownFile, KnownRepository, LinkTrace } from '../extraction/extraction.ts'
import type { Diagnostic } from '../inventory/inventory.ts'
import type { NamedPackage } from '../extraction/project.ts'
import { PlainFault } from '../runtime/plain-fault.ts'

interface EncodedConfiguration {
  digest: string
  read: readonly string[]
  packageNames: readonly NamedPackage[]
  scopes: readonly { framework: string; key: string }[]
  takings: [name: string, scopes: readonly number[]][]
  candidates: [path: string, taking: string][]
}

/** Columns, since objects for each of thousands of files would be made to be thrown away: few of them are looked into. */
interface EncodedFiles {
  /** What files depend on: its place is its number. */
  dependencies: { paths: string[]; found: (string | null)[] }
  scopes: string[]
  files: {
    paths: string[]
    digests: (string | null)[]
    scopes: number[]
    /** Of how many runs of numbers those are that each depends on; the runs are those of `runs`, file by file. */
    counts: number[]
    /** Where each begins and how long it is: 32 bits each, little-endian as on all machines that this runs on, in base 64. */
    runs: string
    told: [place: number, told: readonly Diagnostic[]][]
  }
}

interface EncodedRepository extends EncodedFiles {
  configuration: EncodedConfiguration | null
}

/** What an extraction leaves to the next one. */
export type LastKnown = Omit<KnownRepository, 'affected'>

/** How what is known of files differs from what was known of them before. */
export interface KnownChanges {
  files: readonly KnownFile[]
  /** Paths of files of which nothing is known any more. */
  gone: readonly string[]
}

interface EncodedChanges extends EncodedFiles {
  gone: readonly string[]
}

const broken = (): PlainFault =>
  new PlainFault(
    'known-files-broken',
    `What is known of the files does not fit together: delete the repository's row in link_traces, and analyse it again`,
  )

const numbered = <Value>(values: readonly Value[], number: number): Value => {
  const value = values[number]
  if (value === undefined) throw broken()
  return value
}

/** For each compressed byte so many of text are made room for: more than there are where many files depend on the same. */
const ROOM_PER_BYTE = 16
/** Made room for in any case. Bytes. */
const LEAST_ROOM = 65_536

/** Numbers for values, by their keys, in the order in which they are first asked for. */
const createNumbering = <Value>(keyOf: (value: Value) => string) => {
  const numbers = new Map<string, number>()
  /** The same object is asked for over and over: its key is made once. */
  const seen = new Map<Value, number>()
  const values: Value[] = []
  const numberOf = (value: Value): number => {
    const known = seen.get(value)
    if (known !== undefined) return known
    const key = keyOf(value)
    const number = numbers.get(key) ?? values.push(value) - 1
    numbers.set(key, number)
    seen.set(value, number)
    return number
  }
  return { values, numberOf }
}

/** A set of numbers as runs: where each begins, and how long it is. */
const runsOf = (numbers: readonly number[]): number[] => {
  const runs: number[] = []
  let end = -1
  for (const number of Uint32Array.from(numbers).sort()) {
    if (number < end) continue
    if (number === end) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    else runs.push(number, 1)
    end = number + 1
  }
  return runs
}

/** Candidates that are among the files, as nearly all are, are left out. */
const encodeConfiguration = (configuration: KnownConfiguration, files: ReadonlyMap<string, KnownFile>): EncodedConfiguration => ({
  ...configuration,
  takings: [...configuration.takings],
  candidates: [...configuration.candidates].filter(([path, taking]) => files.get(path)?.trace.scope !== taking),
})

const encodeFiles = (files: readonly KnownFile[]): EncodedFiles => {
  // What was found is hexadecimal or nothing, so the first space ends it.
  const dependencies = createNumbering<Dependency>(([path, found]) => `${found} ${path}`)
  const scopes = createNumbering<string>((scope) => scope)
  const traces = files.map(({ trace }) => trace)
  const runs = traces.map((trace) => runsOf(trace.dependencies.map(dependencies.numberOf)))
  return {
    files: {
      paths: files.map(({ path }) => path),
      digests: files.map(({ digest }) => digest),
      scopes: traces.map(({ scope }) => scopes.numberOf(scope)),
      counts: runs.map(({ length }) => length / 2),
      runs: Buffer.from(Uint32Array.from(runs.flat()).buffer).toString('base64'),
      told: traces.flatMap(({ told }, place): EncodedFiles['files']['told'] => (told ? [[place, told]] : [])),
    },
    dependencies: { paths: dependencies.values.map(([path]) => path), found: dependencies.values.map(([, found]) => found) },
    scopes: scopes.values,
  }
}

export const encodeKnownRepository = ({ files, configuration }: LastKnown): Buffer => {
  const encoded: EncodedRepository = {
    configuration: configuration && encodeConfiguration(configuration, files),
    ...encodeFiles([...files.values()]),
  }
  return zstdCompressSync(JSON.stringify(encoded))
}

export const encodeKnownChanges = ({ files, gone }: KnownChanges): Buffer => {
  const encoded: EncodedChanges = { ...encodeFiles(files), gone }
  return zstdCompressSync(JSON.stringify(encoded))
}

const decodeConfiguration = (encoded: EncodedConfiguration, files: ReadonlyMap<string, KnownFile>): KnownConfiguration => {
  const candidates = new Map<string, string>()
  for (const { path, trace } of files.values()) candidates.set(path, trace.scope)
  for (const [path, taking] of encoded.candidates) candidates.set(path, taking)
  return { ...encoded, takings: new Map(encoded.takings), candidates }
}

/** What files depend on, of which few are asked. */
class DependencyTable {
  private readonly paths: readonly string[]
  private readonly found: readonly (string | null)[]
  private readonly runs: Uint32Array
  /** Where the runs of each file begin, and where the last's end. */
  private readonly starts: Uint32Array
  /** By number, those that were asked for: files share them. */
  private readonly pairs: (Dependency | undefined)[] = []

  constructor({ dependencies: { paths, found }, files }: EncodedFiles) {
    this.paths = paths
    this.found = found
    const packed = Uint8Array.from(Buffer.from(files.runs, 'base64'))
    this.runs = new Uint32Array(packed.buffer, 0, Math.floor(packed.length / Uint32Array.BYTES_PER_ELEMENT))
    this.starts = new Uint32Array(files.counts.length + 1)
    for (const [place, count] of files.counts.entries()) this.starts[place + 1] = (this.starts[place] ?? 0) + 2 * count
    const fits =
      packed.length === this.runs.byteLength &&
      files.counts.length === files.paths.length &&
      files.counts.every((count) => Number.isInteger(count) && count >= 0) &&
      this.starts.at(-1) === this.runs.length &&
      found.length === paths.length &&
      this.runsFit()
    if (!fits) throw broken()
  }

  of(place: number): Dependency[] {
    const dependencies: Dependency[] = []
    this.eachRun(place, (start, end) => {
      for (let number = start; number < end; number++) {
        const pair = this.pairs[number] ?? [numbered(this.paths, number), numbered(this.found, number)]
        this.pairs[number] = pair
        dependencies.push(pair)
      }
    })
    return dependencies
  }

  /** Places of the files that depend on something that doesn't hold. */
  affected(holds: Holds): number[] {
    // How many of those before a number don't hold.
    const failing = new Uint32Array(this.paths.length + 1)
    for (let number = 0; number < this.paths.length; number++)
      failing[number + 1] = (failing[number] ?? 0) + (holds(numbered(this.paths, number), numbered(this.found, number)) ? 0 : 1)
    const affected: number[] = []
    for (let place = 0; place + 1 < this.starts.length; place++) {
      let isAffected = false
      this.eachRun(place, (start, end) => {
        isAffected ||= failing[start] !== failing[end]
      })
      if (isAffected) affected.push(place)
    }
    return affected
  }

  private runsFit(): boolean {
    for (let at = 0; at < this.runs.length; at += 2) if ((this.runs[at] ?? 0) + (this.runs[at + 1] ?? 0) > this.paths.length) return false
    return true
  }

  /** The runs of numbers of a file: `end` is behind the last. */
  private eachRun(place: number, run: (start: number, end: number) => void): void {
    const { runs, starts } = this
    const end = starts[place + 1] ?? 0
    for (let at = starts[place] ?? 0; at < end; at += 2) {
      const start = runs[at] ?? 0
      run(start, start + (runs[at + 1] ?? 0))
    }
  }
}

/** What a file depends on is taken out of the table when it is asked for. */
class StoredTrace implements LinkTrace {
  readonly scope: string
  readonly told?: readonly Diagnostic[]
  private readonly table: DependencyTable
  private readonly place: number

  constructor(table: DependencyTable, place: number, scope: string, told: readonly Diagnostic[] | undefined) {
    this.table = table
    this.place = place
    this.scope = scope
    if (told) this.told = told
  }

  get dependencies(): readonly Dependency[] {
    return this.table.of(this.place)
  }
}

const decodeFiles = (encoded: EncodedFiles): Pick<KnownRepository, 'files' | 'affected'> => {
  const { paths, digests, scopes, told } = encoded.files
  const table = new DependencyTable(encoded)
  const toldAt = new Map(told)
  const traceAt = (place: number): LinkTrace =>
    new StoredTrace(table, place, numbered(encoded.scopes, numbered(scopes, place)), toldAt.get(place))
  return {
    files: new Map(paths.map((path, place) => [path, { path, digest: numbered(digests, place), trace: traceAt(place) }])),
    affected: (holds) => new Set(table.affected(holds).map((place) => numbered(paths, place))),
  }
}

/** Decompressing takes half the time where all fits what is made room for at once. */
const decompress = (bytes: Uint8Array): string =>
  zstdDecompressSync(bytes, { chunkSize: Math.max(LEAST_ROOM, ROOM_PER_BYTE * bytes.length) }).toString()

export const decodeKnownRepository = (bytes: Uint8Array): KnownRepository => {
  const encoded = JSON.parse(decompress(bytes)) as EncodedRepository // as encodeKnownRepository wrote it
  const decoded = decodeFiles(encoded)
  return { ...decoded, configuration: encoded.configuration && decodeConfiguration(encoded.configuration, decoded.files) }
}

/** What encodeKnownChanges was given, the files by path. */
export const decodeKnownChanges = (bytes: Uint8Array): Pick<KnownRepository, 'files' | 'affected'> & Pick<KnownChanges, 'gone'> => {
  const encoded = JSON.parse(decompress(bytes)) as EncodedChanges // as encodeKnownChanges wrote it
  return { ...decodeFiles(encoded), gone: encoded.gone }
}
