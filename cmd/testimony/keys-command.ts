import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'

import type { Command } from 'commander'

import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { tell, type CommandContext, type RunWork } from './command-context.ts'
import { UsageError } from './fault.ts'

const PRIVATE_KEY_LENGTH = 32

/** The private key goes to a file of its owner's alone and to no terminal; the public one is what is shown. */
const makeKeys = async (file: string, context: CommandContext): Promise<number> => {
  const { createPrivateKeys } = await import('../../src/vault/private-keys.ts')
  const key = randomBytes(PRIVATE_KEY_LENGTH)
  try {
    await writeFile(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', signal: context.signal })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new UsageError(`${file} is there already: name a file that is not, so that no key gets lost`, { cause: error })
  }
  const pair = createPrivateKeys([key]).current.public
  context.output.write(`${Buffer.from(pair.bytes).toString('base64')}\n`)
  tell(context, `the private key ${pair.id} is in ${file}; above is its public key, for ENCRYPTION_PUBLIC_KEY`)
  return EXIT_CODE.done
}

const printPublicKey = async (context: CommandContext): Promise<number> => {
  const { requirePrivateKeys } = await import('./machine-keys.ts')
  const { current } = await requirePrivateKeys(context.environment)
  context.output.write(`${Buffer.from(current.public.bytes).toString('base64')}\n`)
  tell(context, `this is key ${current.public.id}`)
  return EXIT_CODE.done
}

/** `testimony keys`: the pair of keys that tokens are sealed and opened with. */
export const addKeysCommand = (program: Command, run: RunWork): void => {
  const keys = program.command('keys').description('make and show the keys that tokens are sealed with')
  keys
    .command('make')
    .description('write a new private key to a file, and its public key to standard output')
    .argument('<file>', 'a file that is not there yet, for ENCRYPTION_KEY_FILE')
    .action((file: string) => run((context) => makeKeys(file, context)))
  keys
    .command('public')
    .description('write the public key of the private one in use to standard output')
    .action(() => run(printPublicKey))
}
