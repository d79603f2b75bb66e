/**
 * Settings of V8 for the whole process that are changed while it works. By them compiled code of earlier runs is told apart
 * too: whoever keeps code puts them back first.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/**
 * From this size on growth is bounded, until the heap is small again. Left alone, V8 lets what is live grow fourfold before
 * it is cleaned, which is the fastest and makes a process that evaluates much several times as large as it need be. Bytes.
 */
const LARGE = 160 * 1024 * 1024
const SMALL = 80 * 1024 * 1024
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

/** How much bytecode of others V8 puts into one function that it compiles for speed, and how much it does by itself. Bytes. */
const BOUNDED_INLINING = 300
const INLINING = 920

const setInlining = (most: number): void => setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${most}`)

/**
 * V8 compiles for programs that run for long: of a few seconds of work it takes a fifth, on the cores where files are parsed
 * and linked. Not for what is done at once: code of earlier runs isn't taken any more.
 */
export const boundInlining = (): void => setInlining(BOUNDED_INLINING)

/** As V8 begins. */
export const restoreV8Settings = (): void => {
  isLarge = false
  setFlagsFromString('--heap-growing-percent=0')
  setInlining(INLINING)
}
