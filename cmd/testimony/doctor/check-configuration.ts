import { chosenDatabaseUrl } from '../../../src/postgres/open-database.ts'
import { ConfigurationError, readConfiguration } from '../../../src/runtime/configuration.ts'
import { sourceSettings } from '../../../src/source/source-settings.ts'
import { writerSettings } from '../../../src/specification/writer-settings.ts'
import { keySettings } from '../machine-keys.ts'
import { bad, good, type Check } from './check.ts'

export const checkConfiguration: Check = {
  title: 'Configuration',
  run: async ({ environment }) => {
    try {
      readConfiguration({ own: { ...sourceSettings, ...keySettings, ...writerSettings }, common: {} }, environment)
      return [
        good(
          chosenDatabaseUrl(environment) !== undefined
            ? 'DATABASE_URL says which PostgreSQL is used'
            : 'testimony uses the PostgreSQL that it brings along',
        ),
      ]
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      return error.faults.map((fault) => bad(fault, 'set it right, or unset it'))
    }
  },
}
