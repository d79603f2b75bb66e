import { holdsCredentials, withoutSecrets } from '../runtime/without-secrets.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'

/** A remote repository's address that is safe to give to git. What it resolves to is judged apart (network-target.ts). */
export interface RemoteUrl {
  /** Normalised: host in lower case, numeric hosts in plain form, no default port, no slash at the end. */
  href: string
  protocol: 'https' | 'http'
  /** Without brackets around IPv6. */
  host: string
  port: number
}

const MAX_URL_LENGTH = 2000
// oxlint-disable-next-line no-control-regex -- these are what is refused
const CONTROL = /[\u0000-\u0020\u007f-\u009f\u2028\u2029]|%(?:0[0-9a-f]|1[0-9a-f]|7f)/i
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i
/** `ext::sh -c …`: git runs the helper of that name. */
const TRANSPORT_HELPER = /^[a-z0-9+.-]+::/i
/** `user@host:path`, as git understands it: a colon before any slash. */
const SCP_LIKE = /^[^/\\:]+:(?!\\)/

/** `https:/host`, with a slash too few. */
const CUT_SCHEME = /^https?:/i
/** Whether a target is meant as an address rather than as a path of this machine. */
export const looksLikeUrl = (target: string): boolean => SCHEME.test(target) || TRANSPORT_HELPER.test(target) || CUT_SCHEME.test(target)

export const credentialsInUrl = (host?: string): SourceError =>
  new SourceError(
    'credentials-in-url',
    `the address${host === undefined ? '' : ` for ${printable(host)}`} holds a user name or a token, which would end up in logs: leave it out and store the token with testimony token add`,
  )

/** Whether a target that is no path here reads like an address of ssh's short form. */
export const looksLikeScp = (target: string): boolean => SCP_LIKE.test(target) && !/^[a-z]:/i.test(target)

const invalid = (text: string, why: string): SourceError =>
  new SourceError(
    'invalid-url',
    `'${printable(withoutSecrets(text), 80)}' ${why}: give an address such as https://example.org/team/project.git`,
  )

const protocolNotAllowed = (protocol: string): SourceError =>
  new SourceError(
    'protocol-not-allowed',
    `repositories are not read by ${printable(protocol, 40)}: give the https:// address, or the path of a clone`,
  )

/** Splits and normalises an address, or says what is wrong with it. `http` passes only where private networks are allowed. */
export const parseRemoteUrl = (text: string, options: { allowHttp: boolean }): RemoteUrl => {
  if (text.length > MAX_URL_LENGTH) throw invalid(text, `is longer than ${MAX_URL_LENGTH} characters`)
  if (text.startsWith('-')) throw invalid(text, 'begins with a hyphen')
  if (TRANSPORT_HELPER.test(text)) throw protocolNotAllowed(text.slice(0, text.indexOf('::') + 2))
  if (CONTROL.test(text) || text.includes('\\')) throw invalid(text, 'holds a character that no address has')
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) throw holdsCredentials(text) ? credentialsInUrl() : invalid(text, 'is no address')
  if (scheme !== 'https' && !(scheme === 'http' && options.allowHttp)) throw protocolNotAllowed(`${scheme}://`)
  if (!URL.canParse(text)) throw holdsCredentials(text) ? credentialsInUrl() : invalid(text, 'is no address')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw credentialsInUrl(url.hostname)
  if (url.search !== '' || url.hash !== '') throw invalid(`${url.origin}${url.pathname}`, 'has a query or a fragment after it')
  const path = url.pathname.replace(/\/+$/, '')
  if (path === '') throw invalid(text, 'names a host and no repository')
  return {
    href: `${url.origin}${path}`,
    protocol: scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port),
  }
}
