import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** Type and size before an object in a pack: 4 bits of the size, then 7 at a time (gitformat-pack(5)). */
const objectHeader = (type: number, size: number): Buffer => {
  const bytes: number[] = []
  let byte = (type << 4) | (size & 15)
  for (let rest = Math.floor(size / 16); ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 0 ? byte | 0x80 : byte)
    if (rest === 0) return Buffer.from(bytes)
    byte = rest % 128
  }
}

const deltaSize = (size: number): Buffer => {
  const bytes: number[] = []
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest >= 128 ? (rest % 128) | 0x80 : rest)
    if (rest < 128) return Buffer.from(bytes)
  }
}

const BASE = Buffer.alloc(0x10000, 'x')
/** Copies 0x10000 bytes from the base's start, git's shortest instruction. */
const COPY_BASE = 0x80

/** A pack of under a kilobyte with one blob that unfolds to this many copies of 64 KiB. */
export const makeDeltaBomb = (copies: number): Buffer => {
  const delta = Buffer.concat([deltaSize(BASE.length), deltaSize(BASE.length * copies), Buffer.alloc(copies, COPY_BASE)])
  const baseId = createHash('sha1').update(`blob ${BASE.length}\0`).update(BASE).digest()
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\x02', 'latin1')
  const content = Buffer.concat([
    header,
    objectHeader(3, BASE.length),
    deflateSync(BASE),
    objectHeader(7, delta.length),
    baseId,
    deflateSync(delta),
  ])
  return Buffer.concat([content, createHash('sha1').update(content).digest()])
}

/** The id of the blob that a bomb unfolds to. */
export const deltaBombId = (copies: number): string => {
  const hash = createHash('sha1').update(`blob ${BASE.length * copies}\0`)
  for (let copy = 0; copy < copies; copy += 1) hash.update(BASE)
  return hash.digest('hex')
}
