/**
 * What is known of all files of a repository, as one compressed text. Files depend on the same configuration and modules
 * over and over: each pair of a path and what was found there is written once, and files name it by its number.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import type { KnownFile } from '../extraction/extraction.ts'

interface EncodedFiles {
  dependencies: [path: string, found: string | null][]
  scopes: string[]
  files: [path: string, digest: string | null, scope: number, dependencies: number[]][]
}

/** Numbers for values, by their keys, in the order in which they are first asked for. */
const createNumbering = <Value>() => {
  const numbers = new Map<string, number>()
  const values: Value[] = []
  const numberOf = (key: string, value: Value): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, values.length)
    return values.push(value) - 1
  }
  return { values, numberOf }
}

export const encodeKnownFiles = (files: readonly KnownFile[]): Buffer => {
  const dependencies = createNumbering<EncodedFiles['dependencies'][number]>()
  const scopes = createNumbering<string>()
  const encoded: EncodedFiles = {
    dependencies: dependencies.values,
    scopes: scopes.values,
    files: files.map(({ path, digest, trace }) => [
      path,
      digest,
      scopes.numberOf(trace.scope, trace.scope),
      // What was found is hexadecimal or nothing, so the first space ends it.
      Object.entries(trace.dependencies).map(([name, found]) => dependencies.numberOf(`${found} ${name}`, [name, found])),
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
      // fromEntries defines its properties, so a file named `__proto__` does no harm.
      dependencies: Object.fromEntries(dependencies.map((number) => numbered(encoded.dependencies, number))),
    },
  }))
}
