/**
 * Many byte strings as one parameter: node-postgres sends a single buffer as it is, and an array of them as hexadecimal
 * text of twice the size. In SQL each is `substring(packed from offset + 1 for length)`.
 */
export interface PackedBytes {
  packed: Buffer
  offsets: number[]
  lengths: number[]
}

export const packBytes = (parts: readonly Uint8Array[]): PackedBytes => {
  const offsets: number[] = []
  let end = 0
  for (const part of parts) {
    offsets.push(end)
    end += part.length
  }
  return { packed: Buffer.concat(parts), offsets, lengths: parts.map((part) => part.length) }
}

/** Splits what is to be written into statements of a bearable size, in order. */
export const inBatches = function* <Item>(items: Iterable<Item>, sizeOf: (item: Item) => number, limits: { count: number; size: number }) {
  let batch: Item[] = []
  let size = 0
  for (const item of items) {
    batch.push(item)
    size += sizeOf(item)
    if (batch.length < limits.count && size < limits.size) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}
