/** `urllib.parse`, as far as it escapes text. */
import { UNKNOWN } from '../../../evaluation/value.ts'
import { argument, type Native, native, nativeModule } from '../python-calls.ts'

const ALWAYS_SAFE = /[\w.\-~]/

const quoted = (text: string, safe: string): string =>
  [...text]
    .map((character) =>
      /^[\x20-\x7e]$/.test(character) && (ALWAYS_SAFE.test(character) || safe.includes(character))
        ? character
        : [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    )
    .join('')

/** `quote(text, safe)`, and `quote_plus`, which writes spaces as plus signs. */
const quoting =
  (usual: string, space: string): Native =>
  (args, invocation) => {
    const [text] = args
    const safe = argument(invocation, 1, 'safe') ?? usual
    if (typeof text !== 'string' || typeof safe !== 'string' || args.length > 2) return UNKNOWN
    return text
      .split(' ')
      .map((part) => quoted(part, safe))
      .join(safe.includes(' ') ? ' ' : space)
  }

export const urllibParseModule = nativeModule('urllib.parse', {
  quote: native('quote', quoting('/', '%20')),
  quote_plus: native('quote_plus', quoting('', '+')),
})

export const urllibModule = nativeModule('urllib', { parse: urllibParseModule })
