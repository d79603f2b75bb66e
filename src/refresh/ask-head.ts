import { PlainFault } from '../runtime/plain-fault.ts'
import type { NetworkPolicy } from '../source/network-target.ts'
import { connectRemote } from '../source/remote-connection.ts'
import { resolveRemoteRef } from '../source/remote-refs.ts'
import { parseRemoteUrl } from '../source/remote-url.ts'
import { SourceError } from '../source/source-error.ts'

export type HeadAnswer =
  | { kind: 'head'; commit: string }
  /** There, or not, for those with a token: whoever opens tokens has to find out. */
  | { kind: 'hidden' }
  /** `ownFault`: it may as well be the network of this machine. */
  | { kind: 'failed'; code: string; ownFault: boolean }

export type AskHead = (url: string, signal: AbortSignal) => Promise<HeadAnswer>

/** In milliseconds. One list of one reference is short; there may be thousands to ask for. */
const TIMEOUT = 30_000
const IDLE_TIMEOUT = 15_000

const answerOf = (error: SourceError): HeadAnswer => {
  switch (error.code) {
    case 'git-missing':
    case 'git-too-old':
      throw new PlainFault(error.code, error.message, { cause: error })
    // Hosts say "not found" of what somebody without a token may not know of.
    case 'no-access':
    case 'repository-not-found':
      return { kind: 'hidden' }
    default:
      return { kind: 'failed', code: error.code, ownFault: error.kind === 'transient' || error.code === 'host-not-found' }
  }
}

/** Asks a server for the commit that its default branch is at, by one `git ls-remote`, without any token. */
export const createAskHead =
  (policy: NetworkPolicy): AskHead =>
  async (url, signal) => {
    // Nothing is fetched, so there is no cache.
    const options = { ...policy, cacheDirectory: '', cacheLimitBytes: 0, fetchTimeoutMs: TIMEOUT, idleTimeoutMs: IDLE_TIMEOUT }
    try {
      const connection = await connectRemote(parseRemoteUrl(url, { allowHttp: policy.allowPrivateNetworks }), options)
      const head = await resolveRemoteRef(connection, undefined, signal)
      return head === null ? { kind: 'failed', code: 'unknown-ref', ownFault: false } : { kind: 'head', commit: head.commit }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof SourceError)) throw error
      return answerOf(error)
    }
  }
