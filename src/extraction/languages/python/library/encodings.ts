/** `base64`, `binascii`, `hashlib`, `html` and `zlib`, as far as tables are made with them: bytes and texts from others. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type TypedLiteral, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type Native, native, nativeModule } from '../python-calls.ts'

/** Of more bytes than these nothing is made: no name is. */
const LONGEST = 100_000

const bytesOf = (value: Value): Buffer | undefined =>
  typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes' ? Buffer.from(String(value.value), 'latin1') : undefined

export const bytesValue = (bytes: Buffer): TypedLiteral => ({ kind: 'typed', type: 'bytes', value: bytes.toString('latin1') })

/** Of bytes alone. */
const ofBytes =
  (make: (bytes: Buffer) => Value): Native =>
  (args, { keywords }) => {
    const bytes = args.length === 1 && keywords.size === 0 ? bytesOf(args[0]) : undefined
    return bytes && bytes.length <= LONGEST ? make(bytes) : UNKNOWN
  }

const functions = (calls: Record<string, Native>): Record<string, Value> =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, native(name, call)]))

const encoded = (encoding: 'base64' | 'base64url' | 'hex'): Native =>
  ofBytes((bytes) => {
    const text = bytes.toString(encoding)
    // Python's keeps the signs at the end.
    return bytesValue(Buffer.from(encoding === 'base64url' ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text))
  })

/** What was written so, as texts or bytes; only where nothing of it is left out. */
const decoded =
  (encoding: 'base64' | 'hex', isWhole: RegExp): Native =>
  ([value], { keywords }) => {
    const text = typeof value === 'string' ? value : bytesOf(value)?.toString('latin1')
    return text !== undefined && keywords.size === 0 && text.length <= LONGEST && isWhole.test(text)
      ? bytesValue(Buffer.from(text, encoding))
      : UNKNOWN
  }

const BASE64 = /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/
const HEXADECIMAL = /^(?:[\da-f]{2})*$/i

export const base64Module = nativeModule(
  'base64',
  functions({
    b64encode: encoded('base64'),
    standard_b64encode: encoded('base64'),
    urlsafe_b64encode: encoded('base64url'),
    b64decode: decoded('base64', BASE64),
    standard_b64decode: decoded('base64', BASE64),
    b16encode: ofBytes((bytes) => bytesValue(Buffer.from(bytes.toString('hex').toUpperCase()))),
  }),
)

export const binasciiModule = nativeModule(
  'binascii',
  functions({
    hexlify: encoded('hex'),
    b2a_hex: encoded('hex'),
    unhexlify: decoded('hex', HEXADECIMAL),
    a2b_hex: decoded('hex', HEXADECIMAL),
    crc32: ofBytes((bytes) => crc32(bytes)),
  }),
)

export const zlibModule = nativeModule('zlib', functions({ crc32: ofBytes((bytes) => crc32(bytes)) }))

/** An object whose digests are asked for. */
const hashOf =
  (algorithm: string): Native =>
  ([value], { keywords }) => {
    const bytes = value === undefined ? Buffer.alloc(0) : bytesOf(value)
    if (!bytes || bytes.length > LONGEST || [...keywords.keys()].some((name) => name !== 'usedforsecurity')) return UNKNOWN
    const digest = createHash(algorithm).update(bytes).digest()
    return {
      kind: 'host',
      name: `hashlib.${algorithm}()`,
      member: (name) =>
        name === 'hexdigest'
          ? native(name, () => digest.toString('hex'))
          : name === 'digest'
            ? native(name, () => bytesValue(digest))
            : UNKNOWN,
      data: { python: 'object', name: 'HASH' },
    }
  }

export const hashlibModule = nativeModule(
  'hashlib',
  functions(Object.fromEntries(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'].map((name) => [name, hashOf(name)]))),
)

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }

export const htmlModule = nativeModule(
  'html',
  functions({
    escape: ([text, quote = true], { keywords }) => {
      const withQuotes = keywords.get('quote') ?? quote
      if (typeof text !== 'string' || typeof withQuotes !== 'boolean') return UNKNOWN
      return text.replaceAll(withQuotes ? /[&<>"']/g : /[&<>]/g, (character) => ESCAPES[character] ?? character)
    },
  }),
)
