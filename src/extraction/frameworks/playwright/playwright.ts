import type { Framework } from '../../framework.ts'
import { playwrightHost } from './playwright-api.ts'
import { isPlaywrightConfiguration, openPlaywrightScope, playwrightScopes } from './playwright-scopes.ts'

export const playwright: Framework = {
  name: 'playwright',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isPlaywrightConfiguration,
  scopes: playwrightScopes,
  openScope: openPlaywrightScope,
  module: '@playwright/test',
  host: playwrightHost,
}
