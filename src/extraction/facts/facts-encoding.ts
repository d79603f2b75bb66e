import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib'
import type { FileFacts } from './program.ts'

/** Facts as they are kept and passed between threads: JSON, compressed for speed rather than size. */
export const encodeFacts = (facts: FileFacts): Uint8Array =>
  // In a buffer of its own: what zlib gives lies in one many times as large, which would be kept and passed along with it.
  new Uint8Array(zstdCompressSync(JSON.stringify(facts), { params: { [constants.ZSTD_c_compressionLevel]: 1 } }))

/** Null where the bytes are not what `encodeFacts` made: a cache entry that was damaged is read and parsed anew. */
export const decodeFacts = (bytes: Uint8Array): FileFacts | null => {
  try {
    // What encodeFacts wrote of a FileFacts, keyed by extractor version, is one.
    return JSON.parse(zstdDecompressSync(bytes).toString('utf8')) as FileFacts
  } catch {
    return null
  }
}
