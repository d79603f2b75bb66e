import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib'
import type { FileFacts } from './program.ts'

/** Below this compressing costs more time than it saves room. Characters. */
const WORTH_COMPRESSING = 65_536

const encoder = new TextEncoder()

/** Facts as they are kept and passed between threads: JSON, compressed where there is much of it, for speed rather than size. */
export const encodeFacts = (facts: FileFacts): Uint8Array => {
  const json = JSON.stringify(facts)
  // In a buffer of its own: Buffer's lie in one many times as large, which would be kept and passed along with them.
  if (json.length < WORTH_COMPRESSING) return encoder.encode(json)
  return new Uint8Array(zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }))
}

const OPENING_BRACE = 0x7b

/** Null where the bytes are not what `encodeFacts` made: a cache entry that was damaged is read and parsed anew. */
export const decodeFacts = (bytes: Uint8Array): FileFacts | null => {
  try {
    // What encodeFacts wrote of a FileFacts, keyed by extractor version, is one.
    return JSON.parse(
      (bytes[0] === OPENING_BRACE ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : zstdDecompressSync(bytes)).toString(),
    ) as FileFacts
  } catch {
    return null
  }
}
