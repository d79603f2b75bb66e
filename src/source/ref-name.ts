import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'

const MAX_REF_LENGTH = 1000
// oxlint-disable-next-line no-control-regex -- git's own rule for references names them
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|^\/|\.$|\.lock(\/|$)|(^|\/)\./

/** A whole object id, of SHA-1 or SHA-256. */
export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)

/** What may be the beginning of an object id; git takes no shorter ones. */
export const isAbbreviatedId = (text: string): boolean => /^[0-9a-f]{4,64}$/.test(text)

/**
 * A branch, a tag or a commit id by git's rules for names (git-check-ref-format), or an error. Expressions such as
 * `main~3` are refused everywhere, because a server can't evaluate them.
 */
export const parseRef = (text: string): string => {
  if (text === '' || text.startsWith('-') || text.length > MAX_REF_LENGTH || FORBIDDEN.test(text)) {
    throw new SourceError(
      'invalid-ref',
      `'${printable(text, 60)}' is no name of a branch, tag or commit: give one such as main, v1.2.0 or 3f2c9ab`,
    )
  }
  return text
}
