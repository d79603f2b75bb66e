import { readConfiguration } from '../../../src/runtime/configuration.ts'
import { allowPrivateNetworks } from '../../../src/runtime/service-settings.ts'
import { InvalidScope, parseTokenScope, type TokenScope } from '../../../src/vault/token-scope.ts'
import type { CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'

export const readScope = (host: string, { environment }: CommandContext): TokenScope => {
  const { own } = readConfiguration({ own: { allowPrivateNetworks }, common: {} }, environment)
  try {
    return parseTokenScope(host, { allowHttp: own.allowPrivateNetworks })
  } catch (error) {
    throw error instanceof InvalidScope ? new UsageError(error.message, { cause: error }) : error
  }
}
