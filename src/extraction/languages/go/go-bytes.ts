/** Slices of bytes that were made of texts: kept as the text, and changed in place like any slice. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { decodeBytes } from './go-literals.ts'
import { numberOf } from './go-values.ts'

/** `value` is a number, which is no text, where the bytes aren't known any more. */
interface Bytes {
  readonly kind: 'typed'
  readonly type: 'bytes'
  value: string | number
}

export const isBytes = (value: Value): value is Bytes => typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes'

/** Those that are, or may be, parts of the same array. */
const sharers = new WeakMap<Bytes, Set<Bytes>>()

const bytes = (value: string | number): Bytes => ({ kind: 'typed', type: 'bytes', value })

const share = (whole: Bytes, part: Bytes): Bytes => {
  const group = sharers.get(whole) ?? new Set([whole])
  for (const one of [whole, part]) sharers.set(group.add(one) && one, group)
  return part
}

/** The bytes of those that share an array with these aren't known from now on. */
const spoilOthers = (changed: Bytes): void => {
  for (const one of sharers.get(changed) ?? []) if (one !== changed) one.value = Number.NaN
}

export const spoilBytes = (value: Value): void => {
  if (!isBytes(value)) return
  value.value = Number.NaN
  spoilOthers(value)
}

export const partOfBytes = (whole: Value, text: string): Value => (isBytes(whole) ? share(whole, bytes(text)) : bytes(text))

export const assignByte = (evaluator: Evaluator, target: Bytes, index: Value, given: Value): void => {
  const [at, byte] = [numberOf(index), numberOf(given)]
  if (typeof target.value !== 'string') return
  const held = Buffer.from(target.value)
  if (at === undefined || byte === undefined || evaluator.uncertainty > 0) spoilBytes(target)
  else if (at < held.length) {
    held[at] = byte
    target.value = textOfBytes(held)
    spoilOthers(target)
  }
}

/** Bytes that are no UTF-8 are known as far as they print, which is not enough to change them again. */
const textOfBytes = (held: Buffer): string | number => {
  const text = decodeBytes([...held])
  return Buffer.from(text).equals(held) ? text : Number.NaN
}

/** A text that is spread comes in runes; a number that is given may be any byte. */
const addedText = (value: Value): string | undefined => {
  if (isBytes(value)) return typeof value.value === 'string' ? value.value : undefined
  const number = numberOf(value)
  return number !== undefined && number < 0x80 ? String.fromCodePoint(number) : undefined
}

/** `append(bytes, …)`: there may be room for it behind the end. */
export const appendedBytes = (target: Value, added: readonly Value[]): Value | undefined => {
  if (!isBytes(target) || typeof target.value !== 'string') return undefined
  const texts = added.map(addedText)
  spoilOthers(target)
  return texts.every((text) => text !== undefined) ? share(target, bytes(target.value + texts.join(''))) : undefined
}
