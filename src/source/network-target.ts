import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

import ipaddr from 'ipaddr.js'

import type { RemoteUrl } from './remote-url.ts'
import { SourceError } from './source-error.ts'

export interface NetworkPolicy {
  allowPrivateNetworks: boolean
  /** Names, or `*.example.org` for everything below one. Absent: any host. */
  allowedHosts?: readonly string[]
  /** Every address of a name; for tests, since a test can't own a name. */
  resolveHost?: (host: string) => Promise<string[]>
}

/** The addresses that a connection may go to, and no others. */
export interface NetworkTarget {
  addresses: string[]
}

const systemResolve = async (host: string): Promise<string[]> => {
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map(({ address }) => address)
}

/** The IPv4 address that an IPv6 one stands for (mapped, compatible, NAT64), if it does. */
const embeddedIpv4 = (address: ipaddr.IPv6): ipaddr.IPv4 => new ipaddr.IPv4(address.toByteArray().slice(12))

const GIVEN_OUT = ipaddr.IPv6.parse('2000::')

/** Whether an address is of the public Internet; everything else (loopback, private, link-local, documentation …) is not. */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv6) {
    const range = address.range()
    // NAT64 and mapped addresses reach what they embed; 6to4 and Teredo tunnels are refused whatever they embed.
    if (range === 'ipv4Mapped' || (range === 'rfc6052' && address.toNormalizedString().startsWith('64:ff9b:0:'))) {
      return embeddedIpv4(address).range() === 'unicast'
    }
    // What is given out so far; beside it there are addresses that embed an IPv4 one without being told by their range.
    return range === 'unicast' && address.match(GIVEN_OUT, 3)
  }
  return address.range() === 'unicast'
}

const hostMatches = (host: string, pattern: string): boolean => {
  const wanted = pattern.toLowerCase()
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted
}

const resolveAddresses = async (host: string, policy: NetworkPolicy): Promise<string[]> => {
  if (isIP(host) !== 0) return [host]
  try {
    return await (policy.resolveHost ?? systemResolve)(host)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTFOUND' || code === 'ENODATA') {
      throw new SourceError('host-not-found', `there is no host ${host}: check the address, and the network of this machine`, {
        cause: error,
      })
    }
    throw new SourceError('network-failed', `the address of ${host} can't be looked up now: try again later`, { cause: error })
  }
}

/**
 * Judges where a URL leads. All addresses of a name must pass, and the connection is then pinned to them, so that a
 * name can't lead elsewhere the second time it is asked.
 */
export const checkNetworkTarget = async (url: RemoteUrl, policy: NetworkPolicy): Promise<NetworkTarget> => {
  const host = url.host.replace(/\.$/, '')
  if (policy.allowedHosts !== undefined && !policy.allowedHosts.some((pattern) => hostMatches(host, pattern))) {
    throw new SourceError('host-not-allowed', `${host} is not one of the hosts that may be read: an operator can add it to ALLOWED_HOSTS`)
  }
  const addresses = await resolveAddresses(url.host, policy)
  if (addresses.length === 0) throw new SourceError('host-not-found', `there is no host ${host}: check the address`)
  const isPrivate = addresses.some((address) => !isPublicAddress(address))
  if (isPrivate && !policy.allowPrivateNetworks) {
    throw new SourceError(
      'private-network',
      `${host} is in a private network, which is not read: an operator can allow it with ALLOW_PRIVATE_NETWORKS=true`,
    )
  }
  if (url.protocol === 'http' && !isPrivate) {
    throw new SourceError('protocol-not-allowed', `${host} is a public host and read by https only: give the https:// address`)
  }
  return { addresses }
}

/** The setting that makes git's curl connect to exactly these addresses for this host and port. */
export const pinSettings = (url: RemoteUrl, target: NetworkTarget): string[] => {
  if (isIP(url.host) !== 0) return []
  const addresses = target.addresses.map((address) => (address.includes(':') ? `[${address}]` : address))
  return [`http.curloptResolve=${url.host}:${url.port}:${addresses.join(',')}`]
}
