import { checkNetworkTarget, type NetworkPolicy, pinSettings } from './network-target.ts'
import type { RemoteUrl } from './remote-url.ts'

/** What a host is shown to let us read: a user name and a token or password. */
export interface Credentials {
  username: string
  password: string
}

export type SourceProgress =
  /** Waiting for another process that fetches the same repository. */
  | { phase: 'wait' }
  /** Bytes that came so far; blobs asked for, null while the commit and its trees come. */
  | { phase: 'fetch'; bytes: number; blobs: number | null }

export interface RemoteOptions extends NetworkPolicy {
  /** Bare clones are kept here, one folder a repository. */
  cacheDirectory: string
  cacheLimitBytes: number
  /**
   * Asked once for the address, when it was judged fit to be read, and never for one that a server redirects to. What it
   * throws is thrown on: a SourceError where trying again changes nothing.
   */
  credentials?: (url: RemoteUrl) => Promise<Credentials | null>
  onProgress?: (progress: SourceProgress) => void
  /** A fetch that takes longer in all is ended. */
  fetchTimeoutMs?: number
  /** A server that sends next to nothing for so long is given up. */
  idleTimeoutMs?: number
}

/** How git reaches one repository: its address, and what its commands need for it. */
export interface RemoteAccess {
  url: RemoteUrl
  addresses: string[]
  settings: string[]
  environment: Record<string, string>
  credentials: Credentials | null
  /** The header that carries the credentials, for requests of our own. */
  authorization: string | null
}

const DEFAULT_IDLE_TIMEOUT_MS = 60_000
/** Below this a server counts as idle: keep-alive packets alone come to less. */
const IDLE_BYTES_PER_SECOND = 100

/** Judges the address and prepares what git needs. Credentials travel in git's environment alone: no argument, file or URL shows them. */
export const prepareAccess = async (
  url: RemoteUrl,
  credentialsFor: (url: RemoteUrl) => Promise<Credentials | null>,
  options: RemoteOptions,
): Promise<RemoteAccess> => {
  const target = await checkNetworkTarget(url, options)
  const credentials = await credentialsFor(url)
  const authorization =
    credentials === null ? null : `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
  const idleSeconds = Math.max(1, Math.round((options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS) / 1000))
  return {
    url,
    addresses: target.addresses,
    credentials,
    authorization,
    settings: [
      ...pinSettings(url, target),
      `http.lowSpeedLimit=${IDLE_BYTES_PER_SECOND}`,
      `http.lowSpeedTime=${idleSeconds}`,
      'protocol.version=2',
    ],
    environment: {
      GIT_ALLOW_PROTOCOL: url.protocol,
      ...(authorization === null
        ? {}
        : {
            GIT_CONFIG_COUNT: '1',
            GIT_CONFIG_KEY_0: `http.${new URL(url.href).origin}/.extraHeader`,
            GIT_CONFIG_VALUE_0: `Authorization: ${authorization}`,
          }),
    },
  }
}
