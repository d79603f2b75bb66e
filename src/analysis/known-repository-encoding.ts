/**
 * What is known of a repository's configuration and of all its files, or how that changed, as one compressed text. Files depend on the same
 * configuration and modules over and over: each pair of a path and what was found there is written once, and files name it
 * by its number.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import type { Dependency, KnownConfiguration, KnownFile, KnownRepository } from '../extraction/extraction.ts'
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

interface EncodedFiles {
  dependencies: Dependency[]
  scopes: string[]
  files: [path: string, digest: string | null, scope: number, dependencies: number[], told?: readonly Diagnostic[]][]
}

interface EncodedRepository extends EncodedFiles {
  configuration: EncodedConfiguration | null
}

/** How what is known of files differs from what was known of them before. */
export interface KnownChanges {
  files: readonly KnownFile[]
  /** Paths of files of which nothing is known any more. */
  gone: readonly string[]
}

interface EncodedChanges extends EncodedFiles {
  gone: readonly string[]
}

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

/** Candidates that are among the files, as nearly all are, are left out. */
const encodeConfiguration = (configuration: KnownConfiguration, files: ReadonlyMap<string, KnownFile>): EncodedConfiguration => ({
  ...configuration,
  takings: [...configuration.takings],
  candidates: [...configuration.candidates].filter(([path, taking]) => files.get(path)?.trace.scope !== taking),
})

const encodeFiles = (files: Iterable<KnownFile>): EncodedFiles => {
  // What was found is hexadecimal or nothing, so the first space ends it.
  const dependencies = createNumbering<Dependency>(([path, found]) => `${found} ${path}`)
  const scopes = createNumbering<string>((scope) => scope)
  return {
    dependencies: dependencies.values,
    scopes: scopes.values,
    files: Array.from(files, ({ path, digest, trace }) => {
      const [scope, found] = [scopes.numberOf(trace.scope), trace.dependencies.map(dependencies.numberOf)]
      return trace.told ? [path, digest, scope, found, trace.told] : [path, digest, scope, found]
    }),
  }
}

export const encodeKnownRepository = ({ files, configuration }: KnownRepository): Buffer => {
  const encoded: EncodedRepository = {
    configuration: configuration && encodeConfiguration(configuration, files),
    ...encodeFiles(files.values()),
  }
  return zstdCompressSync(JSON.stringify(encoded))
}

export const encodeKnownChanges = ({ files, gone }: KnownChanges): Buffer => {
  const encoded: EncodedChanges = { ...encodeFiles(files), gone }
  return zstdCompressSync(JSON.stringify(encoded))
}

const numbered = <Value>(values: readonly Value[], number: number): Value => {
  const value = values[number]
  if (value === undefined)
    throw new PlainFault(
      'known-files-broken',
      `What is known of the files names number ${number}, which is not there: delete the repository's row in link_traces, and analyse it again`,
    )
  return value
}

const decodeConfiguration = (encoded: EncodedConfiguration, files: readonly KnownFile[]): KnownConfiguration => ({
  ...encoded,
  takings: new Map(encoded.takings),
  candidates: new Map([...files.map(({ path, trace }): [string, string] => [path, trace.scope]), ...encoded.candidates]),
})

const decodeFiles = (encoded: EncodedFiles): KnownFile[] =>
  encoded.files.map(([path, digest, scope, dependencies, told]) => ({
    path,
    digest,
    trace: {
      scope: numbered(encoded.scopes, scope),
      dependencies: dependencies.map((number) => numbered(encoded.dependencies, number)),
      ...(told && { told }),
    },
  }))

export const decodeKnownRepository = (bytes: Uint8Array): KnownRepository => {
  const encoded = JSON.parse(zstdDecompressSync(bytes).toString()) as EncodedRepository // as encodeKnownRepository wrote it
  const files = decodeFiles(encoded)
  return {
    files: new Map(files.map((file) => [file.path, file])),
    configuration: encoded.configuration && decodeConfiguration(encoded.configuration, files),
  }
}

export const decodeKnownChanges = (bytes: Uint8Array): KnownChanges => {
  const encoded = JSON.parse(zstdDecompressSync(bytes).toString()) as EncodedChanges // as encodeKnownChanges wrote it
  return { files: decodeFiles(encoded), gone: encoded.gone }
}
