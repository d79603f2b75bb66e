import type { Database } from '../../../src/postgres/pool.ts'
import { ConfigurationError } from '../../../src/runtime/configuration.ts'
import { listTokens } from '../../../src/vault/stored-tokens.ts'
import { scopeText } from '../../../src/vault/token-scope.ts'
import { findPrivateKeys } from '../machine-keys.ts'
import { good, warning, type CheckContext, type Finding } from './check.ts'

/** More would hide the rest of what doctor says. */
const NAMED = 5

/** Whether the tokens of this database can be opened here. Only asked where there are private keys, as analyzers have. */
export const askTokens = async (db: Database, { environment }: CheckContext): Promise<Finding[]> => {
  const keys = await findPrivateKeys(environment).catch((error: unknown) => {
    // Told by the check of the configuration.
    if (error instanceof ConfigurationError) return undefined
    throw error
  })
  if (keys === undefined) return []
  const tokens = await listTokens(db)
  const foreign = tokens.filter(({ keyId }) => !keys.byId.has(keyId))
  const names = foreign.slice(0, NAMED).map(scopeText).join(', ')
  if (foreign.length > 0) {
    return [
      warning(
        `tokens are sealed with keys that are not here: ${foreign.length} of ${tokens.length}, such as ${names}`,
        'add the private keys to ENCRYPTION_KEY, or store these tokens anew with testimony token add',
      ),
    ]
  }
  return tokens.length === 0 ? [] : [good('the key that each token is sealed with is here')]
}
