import { createScrubber } from '../runtime/scrub.ts'
import { type GitResult, runGit } from './git-command.ts'
import { requireGitForRemotes } from './git-version.ts'
import { askRedirectLocation } from './redirect-location.ts'
import { prepareAccess, type RemoteAccess, type RemoteOptions } from './remote-access.ts'
import { classifyRemoteFailure } from './remote-failure.ts'
import { parseRemoteUrl, type RemoteUrl } from './remote-url.ts'
import { SourceError } from './source-error.ts'

/** An expected answer to a request: done, or a reason to ask in another way. */
export type RemoteAnswer = { kind: 'done'; stdout: Buffer } | { kind: 'unsupported' } | { kind: 'unknown-object'; id: string | null }

export interface RemoteConnection {
  /** As asked for; the address of the cache and of messages, wherever the server redirects. */
  readonly url: RemoteUrl
  /**
   * Runs a git command against the repository. `commandOf` gets the address to put into it. Follows redirects itself,
   * each judged like the first address. Throws a SourceError on anything that another way of asking doesn't mend.
   */
  ask(commandOf: (href: string) => RemoteCommand, signal: AbortSignal): Promise<RemoteAnswer>
}

export interface RemoteCommand {
  args: string[]
  gitDirectory?: string
  settings?: string[]
  input?: string
}

const MAX_REDIRECTS = 5

/** Without an answer, how long a whole request may take. */
const DEFAULT_FETCH_TIMEOUT_MS = 15 * 60_000

const followRedirect = async (access: RemoteAccess, options: RemoteOptions, signal: AbortSignal): Promise<RemoteAccess> => {
  const location = await askRedirectLocation(access, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new SourceError('network-failed', `${access.url.href} redirects, and where to can't be had: try again later`, { cause: error })
  })
  if (location === null)
    throw new SourceError('not-a-repository', `${access.url.href} redirects to what is no repository: check the address`)
  const url = parseRemoteUrl(location, { allowHttp: options.allowPrivateNetworks })
  // A server must not make us show another host's credentials there, so they stay with the host asked for.
  const sameOrigin = new URL(url.href).origin === new URL(access.url.href).origin
  const credentials = sameOrigin ? access.credentials : null
  return prepareAccess(url, () => Promise.resolve(credentials), options)
}

/** A server knows what it was shown, and may say it again in a message or an address that it redirects to: no fault repeats it. */
const createFaultScrubber = ({ credentials, authorization }: RemoteAccess): ((error: unknown) => unknown) => {
  if (credentials === null || authorization === null) return (error) => error
  const scrub = createScrubber([credentials.password, authorization.replace('Basic ', '')])
  return (error) => {
    if (!(error instanceof SourceError)) return error
    const message = scrub(error.message)
    return message === error.message ? error : new SourceError(error.code, message)
  }
}

export const connectRemote = async (url: RemoteUrl, options: RemoteOptions): Promise<RemoteConnection> => {
  await requireGitForRemotes()
  let access = await prepareAccess(url, async (asked) => (await options.credentials?.(asked)) ?? null, options)
  const withoutCredentials = createFaultScrubber(access)

  const run = async (commandOf: (href: string) => RemoteCommand, signal: AbortSignal): Promise<GitResult> => {
    const { args, settings, ...rest } = commandOf(access.url.href)
    return runGit(args, { ...rest, settings: [...access.settings, ...(settings ?? [])], environment: access.environment, signal })
  }

  return {
    url,
    async ask(commandOf, signal) {
      const timeout = AbortSignal.timeout(options.fetchTimeoutMs ?? DEFAULT_FETCH_TIMEOUT_MS)
      const limited = AbortSignal.any([signal, timeout])
      try {
        for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
          const { exitCode, stdout, stderr } = await run(commandOf, limited)
          if (exitCode === 0) return { kind: 'done', stdout }
          const failure = classifyRemoteFailure(stderr, access.url.href, { withToken: access.credentials !== null })
          if (failure.kind === 'fault') throw failure.error
          if (failure.kind !== 'redirect') return failure
          access = await followRedirect(access, options, limited)
        }
      } catch (error) {
        if (timeout.aborted && !signal.aborted && !(error instanceof SourceError)) {
          throw new SourceError('too-slow', `${url.href} did not send everything in time and was given up: try again later`, {
            cause: error,
          })
        }
        throw withoutCredentials(error)
      }
      throw new SourceError('too-many-redirects', `${url.href} redirects more than ${MAX_REDIRECTS} times: give the address it ends at`)
    },
  }
}
