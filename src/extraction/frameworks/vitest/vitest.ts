import type { HostValue } from '../../evaluation/value.ts'
import type { Framework } from '../../framework.ts'
import { effectVitestModule } from './effect-vitest.ts'
import { vitestModule } from './vitest-api.ts'
import { isVitestConfiguration, openVitestScope, vitestScopes } from './vitest-scopes.ts'

/** What has Vitest's functions, by the name it is imported with. */
const MODULES: Readonly<Record<string, HostValue>> = {
  vitest: vitestModule,
  'vite-plus/test': vitestModule,
  '@effect/vitest': effectVitestModule,
}

export const vitest: Framework = {
  name: 'vitest',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isVitestConfiguration,
  scopes: vitestScopes,
  openScope: openVitestScope,
  module: 'vitest',
  host: (source) => (Object.hasOwn(MODULES, source) ? MODULES[source] : undefined),
}
