const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const LOOKS_ESCAPED = /\\(?=x[0-9a-f]{2})/g

const hexEscape = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`

/** Length of the valid UTF-8 sequence at `start`, or 0. */
const sequenceLength = (bytes: Uint8Array, start: number): number => {
  const lead = bytes[start] ?? 0
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  if (start + length > bytes.length) return 0
  try {
    decoder.decode(bytes.subarray(start, start + length))
    return length
  } catch {
    return 0
  }
}

const escapeInvalid = (bytes: Uint8Array): string => {
  let text = ''
  let validFrom = 0
  const flush = (end: number): void => {
    text += decoder.decode(bytes.subarray(validFrom, end)).replace(LOOKS_ESCAPED, '\\x5c')
  }
  for (let index = 0; index < bytes.length;) {
    const length = sequenceLength(bytes, index)
    if (length > 0) {
      index += length
      continue
    }
    flush(index)
    text += hexEscape(bytes[index] ?? 0)
    index += 1
    validFrom = index
  }
  flush(bytes.length)
  return text
}

/**
 * A path as git and the file system have it (bytes) as text. Bytes that are no UTF-8 become `\xff`; a backslash
 * that would read as such an escape becomes `\x5c`, so that two different paths never give the same text.
 */
export const decodeGitPath = (bytes: Uint8Array): string => {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return escapeInvalid(bytes)
  }
  return escapeGitPath(text)
}

/** What `decodeGitPath` makes of a path that is text already. */
export const escapeGitPath = (text: string): string => (text.includes('\\x') ? text.replace(LOOKS_ESCAPED, '\\x5c') : text)

/** The bytes that `decodeGitPath` made this text of. */
export const encodeGitPath = (path: string): Buffer => {
  if (!path.includes('\\x')) return Buffer.from(path)
  const parts = path.split(/\\x([0-9a-f]{2})/)
  return Buffer.concat(parts.map((part, index) => (index % 2 === 1 ? Buffer.from(part, 'hex') : Buffer.from(part))))
}

/** Order of entries: by code unit, the same for commits and directories on every machine. */
export const comparePaths = (left: { path: string }, right: { path: string }): number =>
  left.path < right.path ? -1 : left.path > right.path ? 1 : 0
