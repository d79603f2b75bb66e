import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import type { Language } from './facts/program.ts'
import { decodeWindows1252 } from './decode-windows-1252.ts'
import { damaged } from './languages/text/damaged-text.ts'

/** As Python has it, in the first or second line: `# -*- coding: shift_jis -*-`. https://peps.python.org/pep-0263/ */
const CODING = /^(?:[^\r\n]*\r?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/

/** Names of Python's that the platform's decoders know otherwise. */
const PYTHON_NAMES: Readonly<Record<string, string>> = { 'latin-1': 'iso-8859-1', cp932: 'shift_jis', cp949: 'euc-kr', cp936: 'gbk' }

/** The platform's names of Windows' signs. To it Latin-1 is the same, but to Python the bytes of Latin-1 are its code points. */
const WINDOWS_1252 = /^(?:x-cp|cp|windows-)1252$/

type Decode = (bytes: Uint8Array) => string

const decodeLatin1: Decode = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

const decoderOf = (label: string): Decode => {
  const decoder = new TextDecoder(label)
  if (decoder.encoding !== 'windows-1252') return (bytes) => decoder.decode(bytes)
  return WINDOWS_1252.test(label) ? decodeWindows1252 : decodeLatin1
}

const pythonDecoder = (bytes: Uint8Array): Decode | null => {
  const name = CODING.exec(decodeLatin1(bytes.subarray(0, 400)))?.[1]
    ?.toLowerCase()
    .replaceAll('_', '-')
  if (name === undefined) return null
  for (const label of [PYTHON_NAMES[name] ?? name, name.replaceAll('-', '_'), name.replace(/^cp(?=125)/, 'windows-')])
    try {
      return decoderOf(label)
    } catch {
      // None of that name here; the text is tried as the others are.
    }
  return null
}

/**
 * Bytes to text: UTF-8, UTF-16 where a byte order mark says so, or in Python what the file says of itself; the mark is
 * dropped, what is invalid replaced. What programs read as `text` is UTF-8 to them, its mark and all, and told apart from
 * what holds the sign for what is replaced; and JSON keeps the mark of UTF-8.
 */
export const decodeText = (bytes: Uint8Array, language?: Language): string => {
  if (language === 'text') {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    return isUtf8(bytes) ? text : damaged(text)
  }
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const decode = language === 'python' ? pythonDecoder(bytes) : null
  return decode?.(bytes) ?? new TextDecoder('utf-8', { ignoreBOM: language === 'json' }).decode(bytes)
}
