/**
 * `usage`: what was asked for is malformed or not allowed here. `unavailable`: it can't be had (not found, no access,
 * broken). `too-large`: it is past a limit. `transient`: the same request may well succeed later.
 */
export type SourceErrorKind = 'usage' | 'unavailable' | 'too-large' | 'transient'

export const SOURCE_ERROR_KINDS = {
  'invalid-url': 'usage',
  'invalid-ref': 'usage',
  'invalid-path': 'usage',
  'protocol-not-allowed': 'usage',
  'credentials-in-url': 'usage',
  'host-not-allowed': 'usage',
  'private-network': 'usage',
  'git-missing': 'usage',
  'git-too-old': 'usage',
  'path-not-found': 'unavailable',
  'not-a-directory': 'unavailable',
  'no-permission': 'unavailable',
  'reaches-outside': 'unavailable',
  'host-not-found': 'unavailable',
  'repository-not-found': 'unavailable',
  'not-a-repository': 'unavailable',
  'no-access': 'unavailable',
  'token-key-missing': 'unavailable',
  'token-damaged': 'unavailable',
  'bad-certificate': 'unavailable',
  'too-many-redirects': 'unavailable',
  'empty-repository': 'unavailable',
  'unknown-ref': 'unavailable',
  'ambiguous-ref': 'unavailable',
  'unsupported-repository': 'unavailable',
  'corrupt-repository': 'unavailable',
  'repository-too-large': 'too-large',
  'too-many-files': 'too-large',
  'rate-limited': 'transient',
  'server-error': 'transient',
  'ref-moved': 'transient',
  'network-failed': 'transient',
  'too-slow': 'transient',
  'disk-full': 'transient',
  'git-failed': 'transient',
} as const satisfies Record<string, SourceErrorKind>

export type SourceErrorCode = keyof typeof SOURCE_ERROR_KINDS

/** Why a target can't be read. The message is one plain line that says what was asked, what is wrong and what to do now. */
export class SourceError extends Error {
  readonly code: SourceErrorCode
  readonly kind: SourceErrorKind

  constructor(code: SourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SourceError'
    this.code = code
    this.kind = SOURCE_ERROR_KINDS[code]
  }
}
