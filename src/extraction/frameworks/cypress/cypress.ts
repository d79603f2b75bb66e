import type { Framework } from '../../framework.ts'
import { cypressScopes, isCypressConfiguration, openCypressScope } from './cypress-scopes.ts'

export const cypress: Framework = {
  name: 'cypress',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isCypressConfiguration,
  scopes: cypressScopes,
  openScope: openCypressScope,
}
