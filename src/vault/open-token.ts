import type { PrivateKeys } from './private-keys.ts'
import type { SealedToken } from './seal-token.ts'
import { decodeSealedContent } from './sealed-content.ts'
import { scopeText } from './token-scope.ts'

/** Why a token that is stored can't be used; no other attempt would change it. */
export class TokenNotOpened extends Error {
  override readonly name = 'TokenNotOpened'
  readonly code: 'token-key-missing' | 'token-damaged'

  constructor(code: TokenNotOpened['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Opens a token with whichever of the keys it was sealed for. Throws TokenNotOpened. */
export const openToken = async (token: SealedToken, keys: Pick<PrivateKeys, 'byId'>): Promise<string> => {
  const scope = scopeText(token)
  const pair = keys.byId.get(token.keyId)
  if (pair === undefined) {
    throw new TokenNotOpened(
      'token-key-missing',
      `the token for ${scope} is sealed with key ${token.keyId}, which is not here: add its private key to ENCRYPTION_KEY, or store the token anew with testimony token add`,
    )
  }
  const { default: sodium } = await import('libsodium-wrappers')
  await sodium.ready
  const damaged = (cause?: unknown): TokenNotOpened =>
    new TokenNotOpened('token-damaged', `the token stored for ${scope} can't be opened: store it anew with testimony token add`, { cause })
  let content: Uint8Array
  try {
    content = sodium.crypto_box_seal_open(token.sealed, pair.public.bytes, pair.private)
  } catch (cause) {
    throw damaged(cause)
  }
  const opened = decodeSealedContent(token, content)
  if (opened === undefined) throw damaged()
  return opened
}
