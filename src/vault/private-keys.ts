import { createPrivateKey, createPublicKey } from 'node:crypto'

import { publicKeyOf, type PublicKey } from './public-key.ts'

/** A key pair of X25519. */
export interface KeyPair {
  public: PublicKey
  private: Uint8Array
}

/** The keys that open tokens. */
export interface PrivateKeys {
  /** The pair in use: new tokens are sealed with its public key. */
  current: KeyPair
  /** The one in use and those before it, by id. */
  byId: ReadonlyMap<string, KeyPair>
}

/** What stands before the 32 bytes of an X25519 key in PKCS #8 (RFC 8410). */
const PKCS8_BEFORE_KEY = Buffer.from('302e020100300506032b656e04220420', 'hex')
const KEY_LENGTH = 32

/** By Node's own X25519, so that a worker which never meets a token never loads libsodium. */
const pairOf = (privateKey: Uint8Array): KeyPair => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_BEFORE_KEY, privateKey]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return { private: privateKey, public: publicKeyOf(spki.subarray(spki.length - KEY_LENGTH)) }
}

export const createPrivateKeys = ([first, ...older]: readonly [Uint8Array, ...Uint8Array[]]): PrivateKeys => {
  const current = pairOf(first)
  return { current, byId: new Map([current, ...older.map(pairOf)].map((pair) => [pair.public.id, pair])) }
}
