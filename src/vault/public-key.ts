import { createHash } from 'node:crypto'

/** What seals: whoever has it can store a token and read none. */
export interface PublicKey {
  /** Its digest, stored with each token: says which private key opens it. */
  id: string
  bytes: Uint8Array
}

const ID_LENGTH = 16

export const publicKeyOf = (bytes: Uint8Array): PublicKey => ({
  id: createHash('sha256').update(bytes).digest('hex').slice(0, ID_LENGTH),
  bytes,
})
