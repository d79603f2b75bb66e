import { countWords } from '../../../src/report/numbers.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { rotateTokens } from '../../../src/vault/rotate-tokens.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { requirePrivateKeys } from '../machine-keys.ts'
import { openStore } from '../open-store.ts'

/** Needs all private keys. Tokens that none of them opens are named, left as they are, and make it incomplete. */
export const rotateKeys = async (context: CommandContext): Promise<number> => {
  const keys = await requirePrivateKeys(context.environment)
  await using store = await openStore(context)
  const { rotated, already, notOpened } = await rotateTokens(store.db, keys, context.signal)
  for (const { message } of notOpened) tell(context, message)
  const left = notOpened.length === 0 ? '' : `; ${countWords(notOpened.length, 'token')} could not be opened`
  tell(context, `sealed ${countWords(rotated, 'token')} anew with key ${keys.current.public.id}, ${already} had been before${left}`)
  return notOpened.length === 0 ? EXIT_CODE.done : EXIT_CODE.incomplete
}
