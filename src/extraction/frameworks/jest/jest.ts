import type { Framework } from '../../framework.ts'
import { jestHost } from './jest-api.ts'
import { isJestConfiguration, jestScopes, openJestScope } from './jest-scopes.ts'

export const jest: Framework = {
  name: 'jest',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isJestConfiguration,
  scopes: jestScopes,
  openScope: openJestScope,
  module: '@jest/globals',
  host: jestHost,
}
