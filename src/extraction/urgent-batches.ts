/** Bytes of one batch. */
const URGENT_BATCH_BYTES = 64 * 1024

/** What somebody waits for in parts that are small enough to be shared among the parsers. */
export const urgentBatches = <File extends { bytes: Uint8Array }>(files: readonly File[]): File[][] => {
  const batches: File[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const file of files) {
    if (size >= URGENT_BATCH_BYTES) {
      batches.push([])
      size = 0
    }
    batches.at(-1)?.push(file)
    size += file.bytes.byteLength
  }
  return batches
}
