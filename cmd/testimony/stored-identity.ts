import type { RepositoryIdentity } from '../../src/inventory/inventory.ts'
import { resolveLocalTarget } from '../../src/source/local-target.ts'
import { looksLikeUrl, parseRemoteUrl } from '../../src/source/remote-url.ts'
import { parseTarget } from '../../src/source/target.ts'

/** Under what a target is stored. No server is asked: its repository may be gone, and what was stored of it is not. */
export const storedIdentityOf = async (target: string, signal: AbortSignal): Promise<RepositoryIdentity> => {
  if (looksLikeUrl(target)) return { url: parseRemoteUrl(target, { allowHttp: true }).href }
  const parsed = await parseTarget(target, { allowPrivateNetworks: true })
  if (parsed.kind === 'remote') return { url: parsed.url.href }
  return (await resolveLocalTarget(parsed.path, {}, signal)).identity
}
