import type { Framework } from '../../framework.ts'
import { playwrightHost } from './playwright-api.ts'
import { isPlaywrightConfiguration, playwrightScopes } from './playwright-scopes.ts'

export const playwright: Framework = {
  name: 'playwright',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isPlaywrightConfiguration,
  scopes: playwrightScopes,
  host: playwrightHost,
}
