/**
 * How far the heap grows before it is cleaned. Left alone, V8 lets what is live grow fourfold, which is the fastest and
 * makes a process that evaluates much several times as large as it need be.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/** From this size on growth is bounded, until the heap is small again: nothing is saved where little is used. Bytes. */
const LARGE = 80 * 1024 * 1024
const SMALL = 40 * 1024 * 1024
/** Per cent. */
const LARGE_HEAP_GROWTH = 20

let isLarge = false

/** Cheap enough to be called for each file. The next cleaning goes by what this found. */
export const boundHeapGrowth = (): void => {
  const wasLarge = isLarge
  isLarge = getHeapStatistics().used_heap_size > (isLarge ? SMALL : LARGE)
  // 0 leaves it to V8.
  if (isLarge !== wasLarge) setFlagsFromString(`--heap-growing-percent=${isLarge ? LARGE_HEAP_GROWTH : 0}`)
}
