import { gitComplaint } from './git-command.ts'
import { SourceError } from './source-error.ts'

/** What git's message of a failed request comes to. git has no codes for these, and LC_ALL=C keeps its words. */
type Failure =
  | { kind: 'redirect' }
  /** The server can't do what a shallow, partial fetch of one object asks; a fuller fetch may work. */
  | { kind: 'unsupported' }
  | { kind: 'unknown-object'; id: string | null }
  | { kind: 'fault'; error: SourceError }

const statusOf = (stderr: string): number | null => {
  const [, status] = /The requested URL returned error: (\d{3})/.exec(stderr) ?? /HTTP(?: code)? (\d{3})/.exec(stderr) ?? []
  return status === undefined ? null : Number(status)
}

/** What was asked for, and whether with a token. */
interface Request {
  url: string
  host: string
  withToken: boolean
}

const tokenHint = ({ host, withToken }: Request): string =>
  withToken
    ? `the token stored for it may be wrong, expired or without this right: store another one for ${host} with testimony token add`
    : `if it is private, store a token for ${host} with testimony token add`

const noAccess = (request: Request): SourceError =>
  new SourceError('no-access', `${request.host} gives no access to ${request.url}: check the address; ${tokenHint(request)}`)

const faultOfStatus = (status: number, request: Request): SourceError | null => {
  const { url, host } = request
  if (status === 401 || status === 403) return noAccess(request)
  if (status === 404 || status === 410) return notFound(request)
  if (status === 429)
    return new SourceError('rate-limited', `${host} answers that there were too many requests: try again in a few minutes`)
  if (status >= 500) return new SourceError('server-error', `${host} answered ${url} with error ${status}: try again later`)
  return null
}

const notFound = (request: Request): SourceError =>
  new SourceError('repository-not-found', `there is no repository at ${request.url}: check the address; ${tokenHint(request)}`)

const UNSUPPORTED =
  /does not support shallow|does not support --depth|dumb http transport does not support|Server does not allow request for unadvertised object|does not support filter|Server does not support/i
const NOT_A_REPOSITORY =
  /is this a git repository\?|not valid: |invalid server response|expected flush after|protocol error: (?:bad line|unexpected)|bad pack protocol|unable to parse|does not appear to be a git repository/i
const NETWORK =
  /Could not resolve (?:host|proxy)|Failed to connect|Couldn't connect|Connection (?:refused|reset|timed out|was reset)|timed out|RPC failed|early EOF|hung up unexpectedly|unexpected disconnect|transfer closed|Empty reply|Recv failure|Send failure|HTTP\/2 stream|pack has bad|invalid index-pack output|premature end of pack|index-pack failed|unable to access/i

export const classifyRemoteFailure = (stderr: string, url: string, { withToken }: { withToken: boolean }): Failure => {
  const host = new URL(url).host
  const request = { url, host, withToken }
  const fault = (code: ConstructorParameters<typeof SourceError>[0], message: string): Failure => ({
    kind: 'fault',
    error: new SourceError(code, message),
  })
  const status = statusOf(stderr)
  if (status !== null && status >= 300 && status < 400) return { kind: 'redirect' }
  if (/could not read (?:Username|Password)|Authentication failed/i.test(stderr)) {
    return { kind: 'fault', error: noAccess(request) }
  }
  if (/fatal: repository '[^']*' not found/.test(stderr)) return { kind: 'fault', error: notFound(request) }
  const byStatus = status === null ? null : faultOfStatus(status, request)
  if (byStatus !== null) return { kind: 'fault', error: byStatus }
  if (/No space left on device|Disk quota exceeded/i.test(stderr)) {
    return fault('disk-full', 'the disk of the cache is full: free some space, or set a smaller cache limit')
  }
  if (/Operation too slow/i.test(stderr)) return fault('too-slow', `${host} sends too slowly and was given up: try again later`)
  if (/SSL certificate|certificate verif|SSL: no alternative/i.test(stderr)) {
    return fault(
      'bad-certificate',
      `the certificate of ${host} can't be trusted (${gitComplaint(stderr)}): have it renewed, or name its authority in SSL_CERT_FILE`,
    )
  }
  if (UNSUPPORTED.test(stderr)) return { kind: 'unsupported' }
  if (/not our ref|couldn't find remote ref|no such remote ref|unable to find remote ref/i.test(stderr))
    return { kind: 'unknown-object', id: /not our ref ([0-9a-f]{40,64})/.exec(stderr)?.[1] ?? null }
  if (NOT_A_REPOSITORY.test(stderr)) return fault('not-a-repository', `${url} answers, but not as a git repository does: check the address`)
  if (/allocate|over limit/i.test(stderr)) {
    return fault('repository-too-large', `${url} holds an object that unfolds beyond all limits, so it is not read`)
  }
  if (NETWORK.test(stderr)) return fault('network-failed', `${url} can't be read now (${gitComplaint(stderr)}): try again later`)
  return fault('git-failed', `git can't read ${url} (${gitComplaint(stderr)}): try again; if it stays so, read a clone of it from disk`)
}
