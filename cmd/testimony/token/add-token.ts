import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { defaultUsername } from '../../../src/vault/default-username.ts'
import { sealToken } from '../../../src/vault/seal-token.ts'
import { storeToken } from '../../../src/vault/store-token.ts'
import { scopeText } from '../../../src/vault/token-scope.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'
import { sealingKey } from '../machine-keys.ts'
import { openStore } from '../open-store.ts'
import { readToken } from './read-token.ts'
import { readScope } from './scope-argument.ts'

export interface AddTokenArguments {
  username?: string
  label?: string
  file?: string
}

const LONGEST_TEXT = 200

/** What HTTP's Basic scheme can carry (RFC 7617), and PostgreSQL store. */
const checkText = (option: string, text: string | undefined, pattern: RegExp): void => {
  if (text === undefined || (text.length <= LONGEST_TEXT && pattern.test(text))) return
  throw new UsageError(
    `${option} must be 1 to ${LONGEST_TEXT} characters without control characters${option === '--username' ? ' or colons' : ''}`,
  )
}

/** All that can be wrong is told before the token is asked for. */
export const addToken = async (host: string, given: AddTokenArguments, context: CommandContext): Promise<number> => {
  const scope = readScope(host, context)
  checkText('--username', given.username, /^[^\p{C}:]+$/u)
  checkText('--label', given.label, /^\P{C}+$/u)
  await using store = await openStore(context)
  const key = await sealingKey(context.environment, store)
  const token = await readToken(`Token for ${scopeText(scope)}: `, given.file, context)
  const username = given.username ?? defaultUsername(scope.origin)
  const stored = await storeToken(store.db, { ...(await sealToken(scope, token, key)), username, label: given.label })
  const how = stored === 'replaced' ? ', in place of the one there was' : ''
  tell(context, `stored the token for ${scopeText(scope)} with the user name ${username}, sealed with key ${key.id}${how}`)
  return EXIT_CODE.done
}
