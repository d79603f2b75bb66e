import type { Framework } from '../../framework.ts'
import { mochaHost } from './mocha-api.ts'
import { isMochaConfiguration, mochaScopes } from './mocha-scopes.ts'

export const mocha: Framework = {
  name: 'mocha',
  languages: ['javascript', 'typescript', 'tsx'],
  sharesModules: true,
  isConfiguration: isMochaConfiguration,
  scopes: mochaScopes,
  host: mochaHost,
}
