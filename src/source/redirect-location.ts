import { isIP, type LookupFunction } from 'node:net'

import type { RemoteAccess } from './remote-access.ts'

/** What git asks first of a repository, appended to its address. */
const SERVICE = '/info/refs?service=git-upload-pack'
const TIMEOUT_MS = 30_000

/** Connects to the addresses that were judged and to no others. */
const pinnedLookup =
  (addresses: readonly string[]): LookupFunction =>
  (_hostname, options, callback) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }))
    const [first] = all
    if (options.all === true) callback(null, all)
    else callback(null, first?.address ?? '', first?.family ?? 4)
  }

/** Where a repository's server says it is now, or null where it doesn't say so in a way git could use. */
export const askRedirectLocation = async (access: RemoteAccess, signal: AbortSignal): Promise<string | null> => {
  const url = new URL(access.url.href + SERVICE)
  // Few servers redirect, and these two with all that they bring along are a tenth of what a short command loads.
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'))
  const location = await new Promise<string | undefined>((resolve, reject) => {
    const sent = request(
      url,
      {
        lookup: pinnedLookup(access.addresses),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        headers: { 'user-agent': 'git/testimony', ...(access.authorization === null ? {} : { authorization: access.authorization }) },
      },
      (response) => {
        resolve(response.headers.location)
        response.destroy()
      },
    )
    sent.on('error', reject)
    sent.end()
  })
  if (location === undefined || !URL.canParse(location, url.href)) return null
  const target = new URL(location, url).href
  return target.endsWith(SERVICE) ? target.slice(0, -SERVICE.length) : null
}
