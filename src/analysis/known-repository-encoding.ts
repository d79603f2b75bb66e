/**
 * What is known of a repository's configuration and of all its files, as one compressed text. Files depend on the same
 * configuration and modules over and over: each pair of a path and what was found there is written once, and files name it
 * by its number.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import type { Dependency, KnownConfiguration, KnownFile, KnownRepository } from '../extraction/extraction.ts'
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

interface EncodedRepository {
  configuration: EncodedConfiguration | null
  dependencies: Dependency[]
  scopes: string[]
  files: [path: string, digest: string | null, scope: number, dependencies: number[]][]
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

export const encodeKnownRepository = ({ files, configuration }: KnownRepository): Buffer => {
  // What was found is hexadecimal or nothing, so the first space ends it.
  const dependencies = createNumbering<Dependency>(([path, found]) => `${found} ${path}`)
  const scopes = createNumbering<string>((scope) => scope)
  const encoded: EncodedRepository = {
    configuration: configuration && encodeConfiguration(configuration, files),
    dependencies: dependencies.values,
    scopes: scopes.values,
    files: [...files.values()].map(({ path, digest, trace }) => [
      path,
      digest,
      scopes.numberOf(trace.scope),
      trace.dependencies.map(dependencies.numberOf),
    ]),
  }
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

export const decodeKnownRepository = (bytes: Uint8Array): KnownRepository => {
  const encoded = JSON.parse(zstdDecompressSync(bytes).toString()) as EncodedRepository // as encodeKnownRepository wrote it
  const files = encoded.files.map(([path, digest, scope, dependencies]) => ({
    path,
    digest,
    trace: {
      scope: numbered(encoded.scopes, scope),
      dependencies: dependencies.map((number) => numbered(encoded.dependencies, number)),
    },
  }))
  return {
    files: new Map(files.map((file) => [file.path, file])),
    configuration: encoded.configuration && decodeConfiguration(encoded.configuration, files),
  }
}
