import type { PublicKey } from './public-key.ts'
import { encodeSealedContent } from './sealed-content.ts'
import type { TokenScope } from './token-scope.ts'

/** A token as it is stored. */
export interface SealedToken extends TokenScope {
  keyId: string
  sealed: Uint8Array
}

/** Seals a token for its scope (crypto_box_seal). Needs the public key alone; what comes out is another each time. */
export const sealToken = async (scope: TokenScope, token: string, key: PublicKey): Promise<SealedToken> => {
  const { default: sodium } = await import('libsodium-wrappers')
  await sodium.ready
  const { origin, path } = scope
  return { origin, path, keyId: key.id, sealed: sodium.crypto_box_seal(encodeSealedContent(scope, token), key.bytes) }
}
