/** Which repositories a token is for: all of a host, or those below one path of it. */
export interface TokenScope {
  /** Scheme, host and port, as in `https://git.example.org:8443`: a token is sent nowhere else. */
  origin: string
  /** `/team` or `/team/project`; empty for the whole host. */
  path: string
}

/** Its message never repeats what was given: somebody may have put the token there. */
export class InvalidScope extends Error {
  override readonly name = 'InvalidScope'
  readonly code = 'invalid-scope'
}

const LONGEST_SCOPE = 500
/** Deeper paths are for nobody's groups of groups, and each step is one more key to look for. */
const DEEPEST_PATH = 10

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
// oxlint-disable-next-line no-control-regex -- these are what is refused
const FORBIDDEN = /[\u0000-\u0020\u007f-\u009f\\*]/

const EXAMPLE = 'give a host such as github.com, or a part of one such as github.com/team'

const segmentsOf = (pathname: string): string[] =>
  pathname
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .slice(1)

const pathOf = (segments: readonly string[]): string => segments.map((segment) => `/${segment}`).join('')

/** `github.com`, `github.com/team`, `https://git.example.org:8443/team`. `http` passes only where private networks are allowed. */
export const parseTokenScope = (text: string, options: { allowHttp: boolean }): TokenScope => {
  const hasScheme = SCHEME.test(text)
  const address = hasScheme ? text : `https://${text}`
  if (text.length > LONGEST_SCOPE || FORBIDDEN.test(text) || !URL.canParse(address)) throw new InvalidScope(`This is no host: ${EXAMPLE}`)
  const url = new URL(address)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && options.allowHttp)) {
    throw new InvalidScope(`A token is sent by https only, and by http where ALLOW_PRIVATE_NETWORKS is true: ${EXAMPLE}`)
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new InvalidScope(`A host has no user name, token, query or fragment with it: ${EXAMPLE}, and the token on standard input`)
  }
  // A single word is more likely a token in the wrong place than a host.
  if (!hasScheme && !/[.:[]/.test(url.host)) throw new InvalidScope(`A host without a dot needs its https:// before it: ${EXAMPLE}`)
  const segments = segmentsOf(url.pathname)
  if (segments.length > DEEPEST_PATH || segments.includes('')) {
    throw new InvalidScope(`A path has at most ${DEEPEST_PATH} parts, none of them empty: ${EXAMPLE}`)
  }
  const scope = { origin: url.origin, path: pathOf(segments) }
  // What has to be escaped gets longer.
  if (scope.origin.length + scope.path.length > LONGEST_SCOPE) throw new InvalidScope(`This is no host: ${EXAMPLE}`)
  return scope
}

/** All scopes that a repository's address is within, the narrowest last. */
export const scopesAround = (href: string): { origin: string; paths: string[] } => {
  const { origin, pathname } = new URL(href)
  const segments = segmentsOf(pathname).slice(0, DEEPEST_PATH)
  return { origin, paths: ['', ...segments.map((_, index) => pathOf(segments.slice(0, index + 1)))] }
}

/** As a person writes it. */
export const scopeText = ({ origin, path }: TokenScope): string => `${origin.replace(/^https:\/\//, '')}${path}`
