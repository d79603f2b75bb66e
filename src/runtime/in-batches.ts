/** Splits what is to be written, sent or parsed into parts of a bearable size, in order: each ends with what fills it. */
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
