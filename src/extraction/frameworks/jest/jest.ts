import type { Framework } from '../../framework.ts'
import { jestHost } from './jest-api.ts'
import { isJestConfiguration, jestScopes } from './jest-scopes.ts'

export const jest: Framework = {
  name: 'jest',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isJestConfiguration,
  scopes: jestScopes,
  host: jestHost,
}
