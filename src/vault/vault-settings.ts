import { base64Keys, partsOfList } from '../runtime/setting-schemas.ts'
import { secretSetting } from '../runtime/setting.ts'

/** Of those who open tokens. A new key is put before the old one, which stays until `testimony token rotate` was run. */
export const encryptionKeys = secretSetting(
  'ENCRYPTION_KEY',
  'The private key that opens sealed credentials; while keys are exchanged several, the one in use first.',
  base64Keys(),
  partsOfList,
)
