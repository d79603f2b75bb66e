import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { removeToken } from '../../../src/vault/stored-tokens.ts'
import { scopeText } from '../../../src/vault/token-scope.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'
import { openStore } from '../open-store.ts'
import { readScope } from './scope-argument.ts'

export const removeTokenOf = async (host: string, context: CommandContext): Promise<number> => {
  const scope = readScope(host, context)
  await using store = await openStore(context)
  if (!(await removeToken(store.db, scope)))
    throw new UsageError(`there is no token for exactly ${scopeText(scope)}: see testimony token list`)
  tell(context, `removed the token for ${scopeText(scope)}`)
  return EXIT_CODE.done
}
