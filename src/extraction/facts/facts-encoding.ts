import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib'
import type { FileFacts } from './program.ts'

/** Below this compressing costs more time than it saves room. Characters. */
const WORTH_COMPRESSING = 65_536

const encoder = new TextEncoder()

const compress = (json: string): Uint8Array => zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })

/**
 * Facts as they are kept and passed between threads: a line of what the file imports, which is asked for alone, and all
 * else. Both are JSON, the latter compressed where there is much of it, for speed rather than size.
 */
export const encodeFacts = ({ imports, ...others }: FileFacts): Uint8Array => {
  const json = JSON.stringify(others)
  // In a buffer of its own: Buffer's lie in one many times as large, which would be kept and passed along with them.
  if (json.length < WORTH_COMPRESSING) return encoder.encode(`${JSON.stringify(imports)}\n${json}`)
  return new Uint8Array(Buffer.concat([encoder.encode(`${JSON.stringify(imports)}\n`), compress(json)]))
}

const LINE_END = 0x0a
const OPENING_BRACE = 0x7b

const importsIn = (bytes: Buffer): string[] => JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(LINE_END))) as string[] // as written above

const read = <Result>(bytes: Uint8Array, take: (bytes: Buffer) => Result): Result | null => {
  try {
    return take(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch {
    return null
  }
}

/** Null where the bytes are not what `encodeFacts` made: a cache entry that was damaged is read and parsed anew. */
export const decodeFacts = (encoded: Uint8Array): FileFacts | null =>
  read(encoded, (bytes) => {
    const from = bytes.indexOf(LINE_END) + 1
    const json = bytes[from] === OPENING_BRACE ? bytes.toString('utf8', from) : zstdDecompressSync(bytes.subarray(from)).toString()
    // What encodeFacts wrote of a FileFacts, keyed by extractor version, is one.
    return Object.assign(JSON.parse(json) as FileFacts, { imports: importsIn(bytes) })
  })

/** The file's imports alone; null as above. */
export const decodeImports = (encoded: Uint8Array): string[] | null => read(encoded, importsIn)
