/** What stands for 0x80 to 0x9f; the five that stand for nothing are kept as control characters, as browsers do. */
const SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** By a table of its own, since early releases of Node 24 take it for Latin-1. https://encoding.spec.whatwg.org/#windows-1252 */
export const decodeWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replaceAll(/[\x80-\x9f]/g, (control) => SIGNS.charAt(control.charCodeAt(0) - 0x80))
