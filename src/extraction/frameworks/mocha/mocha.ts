import type { Framework } from '../../framework.ts'
import { declareExports } from './exports-interface.ts'
import { mochaHost } from './mocha-api.ts'
import { isMochaConfiguration } from './mocha-options.ts'
import { mochaScopes, openMochaScope, usesExports } from './mocha-scopes.ts'

export const mocha: Framework = {
  name: 'mocha',
  languages: ['javascript', 'typescript', 'tsx'],
  sharesModules: true,
  isConfiguration: isMochaConfiguration,
  scopes: mochaScopes,
  openScope: openMochaScope,
  module: 'mocha',
  host: mochaHost,
  afterRun: (module, scope, evaluator) => {
    if (usesExports(scope)) declareExports(module, evaluator)
  },
}
