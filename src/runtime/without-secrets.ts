/**
 * What somebody wrote as a target, fit to be printed and stored. It may be wrong in any way, so nothing here relies on its
 * being an address, and all of it takes a time that grows with its length alone.
 */

/** `https://`, also with a slash too few, and `ext::`. */
const BEGINNING = /^(?:[a-z][a-z0-9+.-]*:(?:\/\/+|:)|https?:\/?)/i
/** `git@host:path` and `host.example/team/project`, which only lack what an address begins with. */
const ADDRESS_WITHOUT_BEGINNING = /^[^/\\:]+:(?!\\)|^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/[^/]+\/./i
/** A name this long before a host is a token. */
const TOKEN = /[^/@]{20}@/
/** `user:secret`, the host forgotten: what follows a host's colon is a port. */
const FORGOTTEN_HOST = /^([^/[:]*:)(?!\d*(?:[/?#]|$)).*$/s

/** Where what may be a secret before a host ends, at the last `@`; a password may hold any other character. -1 where there is none. */
const endOfSecret = (target: string): number => {
  const at = Math.max(target.lastIndexOf('@'), target.lastIndexOf('%40'))
  if (at < 0) return -1
  // A short name before a host (`git@host`), or a package's version, is none by itself.
  return BEGINNING.test(target) || target.slice(0, at).includes(':') || TOKEN.test(target) ? at : -1
}

const withoutQuery = (text: string, isAddress: boolean): string => {
  const start = text.search(/[?#]/)
  if (start < 0 || start === text.length - 1) return text
  return isAddress || text.includes('=', start) ? `${text.slice(0, start + 1)}…` : text
}

/** Whether a user name with a secret, or a token, stands before what may be a host. */
export const holdsCredentials = (target: string): boolean => endOfSecret(target) >= 0

/** `…` stands for what may be a secret: all before a host, and all of a query or a fragment. */
export const withoutSecrets = (target: string): string => {
  const beginning = BEGINNING.exec(target)?.[0] ?? ''
  const at = endOfSecret(target)
  // Either a password holds one of these, or a query an `@`: then nothing tells where the host is.
  if (at >= 0 && /[?#]/.test(target.slice(0, at))) return `${beginning}…`
  const rest = at < 0 ? target.slice(beginning.length) : `…${target.slice(at)}`
  const shown = withoutQuery(rest, beginning !== '' || ADDRESS_WITHOUT_BEGINNING.test(target))
  return `${beginning}${beginning === '' ? shown : shown.replace(FORGOTTEN_HOST, '$1…')}`
}
