import { base64Key, base64Keys, partsOfList } from '../runtime/setting-schemas.ts'
import { secretSetting, setting } from '../runtime/setting.ts'

/** Of those who open tokens. A new key is put before the old one, which stays until `testimony token rotate` was run. */
export const encryptionKeys = secretSetting(
  'ENCRYPTION_KEY',
  'The private key that opens sealed credentials; while keys are exchanged several, the one in use first.',
  base64Keys(),
  partsOfList,
)

/** Of those who store tokens and need not read any. */
export const encryptionPublicKey = setting('ENCRYPTION_PUBLIC_KEY', 'The public key that seals credentials.', base64Key())
