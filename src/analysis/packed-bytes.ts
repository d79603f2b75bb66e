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
