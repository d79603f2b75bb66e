import { stat } from 'node:fs/promises'

import { dataFolderOf } from '../../src/postgres/embedded/places.ts'
import { readConfiguration } from '../../src/runtime/configuration.ts'
import { PlainFault } from '../../src/runtime/plain-fault.ts'
import { createPrivateKeys, type PrivateKeys } from '../../src/vault/private-keys.ts'
import { publicKeyOf, type PublicKey } from '../../src/vault/public-key.ts'
import { encryptionKeys, encryptionPublicKey } from '../../src/vault/vault-settings.ts'
import { encryptionKeyFileOf, ensureEncryptionKeyFile } from './encryption-key-file.ts'

export const keySettings = {
  privateKeys: { ...encryptionKeys, schema: encryptionKeys.schema.optional() },
  publicKey: { ...encryptionPublicKey, schema: encryptionPublicKey.schema.optional() },
}

const readKeys = (environment: NodeJS.ProcessEnv): { private?: PrivateKeys; public?: PublicKey } => {
  const { own } = readConfiguration({ own: keySettings, common: {} }, environment)
  return {
    ...(own.privateKeys && { private: createPrivateKeys(own.privateKeys) }),
    ...(own.publicKey && { public: publicKeyOf(own.publicKey) }),
  }
}

const keysInFile = (file: string): PrivateKeys | undefined => readKeys({ ENCRYPTION_KEY_FILE: file }).private

/** The keys of `ENCRYPTION_KEY`, else those of this machine's own file, where it has one. */
export const findPrivateKeys = async (environment: NodeJS.ProcessEnv): Promise<PrivateKeys | undefined> => {
  const configured = readKeys(environment).private
  if (configured !== undefined) return configured
  const file = encryptionKeyFileOf(dataFolderOf(environment))
  const isThere = await stat(file).then(
    () => true,
    () => false,
  )
  return isThere ? keysInFile(file) : undefined
}

export const requirePrivateKeys = async (environment: NodeJS.ProcessEnv): Promise<PrivateKeys> => {
  const keys = await findPrivateKeys(environment)
  if (keys !== undefined) return keys
  throw new PlainFault(
    'encryption-key-missing',
    'ENCRYPTION_KEY is not set and this machine has no key of its own: set it, or make a key with testimony keys make <file> and name the file in ENCRYPTION_KEY_FILE',
  )
}

/**
 * The key that new tokens are sealed with. Only for the database that testimony brings along may it be this machine's
 * own: what is stored in another one has to be opened by its analyzers, wherever they run.
 */
export const sealingKey = async (environment: NodeJS.ProcessEnv, options: { embedded: boolean }): Promise<PublicKey> => {
  const keys = readKeys(environment)
  if (keys.public && keys.private && !keys.private.byId.has(keys.public.id)) {
    throw new PlainFault(
      'encryption-keys-differ',
      'ENCRYPTION_PUBLIC_KEY belongs to none of the keys in ENCRYPTION_KEY: set it to what testimony keys public prints, or unset one of them',
    )
  }
  const configured = keys.public ?? keys.private?.current.public
  if (configured !== undefined) return configured
  const own = options.embedded ? keysInFile(await ensureEncryptionKeyFile(dataFolderOf(environment))) : undefined
  if (own !== undefined) return own.current.public
  throw new PlainFault(
    'encryption-key-missing',
    'ENCRYPTION_PUBLIC_KEY is required to store a token in the database of DATABASE_URL: set it to what testimony keys public prints where its analyzers run',
  )
}
