import type { Framework } from '../../framework.ts'
import { vitestHost } from './vitest-api.ts'
import { isVitestConfiguration, vitestScopes } from './vitest-scopes.ts'

export const vitest: Framework = {
  name: 'vitest',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isVitestConfiguration,
  scopes: vitestScopes,
  host: vitestHost,
}
