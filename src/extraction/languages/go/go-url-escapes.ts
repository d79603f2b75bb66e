/** What is written otherwise in queries and paths of URLs. */

/** The bytes that a text stands for; `null` where it is wrong, undefined where they are no UTF-8. */
export const unescaped = (text: string, isQuery: boolean): string | null | undefined => {
  if (/%(?![\dA-Fa-f]{2})/.test(text)) return null
  const bytes = Buffer.from(isQuery ? text.replaceAll('+', ' ') : text)
  const read: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== 0x25) read.push(byte)
    else {
      read.push(Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16))
      at += 2
    }
  }
  const found = Buffer.from(read)
  const decoded = found.toString()
  return Buffer.from(decoded).equals(found) ? decoded : undefined
}

/** What stands as it is, besides letters, digits and `-_.~`: in a part of a path some marks do. */
const escaping =
  (kept: RegExp, space: string) =>
  (text: string): string =>
    [...Buffer.from(text)]
      .map((byte) => {
        const character = String.fromCodePoint(byte)
        if (byte < 0x80 && kept.test(character)) return character
        return character === ' ' ? space : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      })
      .join('')

export const escapeQuery = escaping(/[\w.~-]/, '+')
export const escapePath = escaping(/[\w.~$&+=:@-]/, '%20')
