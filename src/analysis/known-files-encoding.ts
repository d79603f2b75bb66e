/**
 * What is known of all files of a repository, as one compressed text. Files depend on the same configuration and modules
 * over and over: each pair of a path and what was found there is written once, and files name it by its number.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import type { Dependency, KnownFile } from '../extraction/extraction.ts'

interface EncodedFiles {
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

export const encodeKnownFiles = (files: readonly KnownFile[]): Buffer => {
  // What was found is hexadecimal or nothing, so the first space ends it.
  const dependencies = createNumbering<Dependency>(([path, found]) => `${found} ${path}`)
  const scopes = createNumbering<string>((scope) => scope)
  const encoded: EncodedFiles = {
    dependencies: dependencies.values,
    scopes: scopes.values,
    files: files.map(({ path, digest, trace }) => [
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
  if (value === undefined) throw new Error(`What is known of the files names number ${number}, which is not there`)
  return value
}

export const decodeKnownFiles = (bytes: Uint8Array): KnownFile[] => {
  const encoded = JSON.parse(zstdDecompressSync(bytes).toString()) as EncodedFiles // as encodeKnownFiles wrote it
  return encoded.files.map(([path, digest, scope, dependencies]) => ({
    path,
    digest,
    trace: {
      scope: numbered(encoded.scopes, scope),
      dependencies: dependencies.map((number) => numbered(encoded.dependencies, number)),
    },
  }))
}
