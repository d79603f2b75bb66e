import type { Framework } from '../../framework.ts'
import { isBorpConfiguration } from './borp.ts'
import { nodeTestHost } from './node-test-api.ts'
import { nodeTestScopes, openNodeTestScope } from './node-test-scopes.ts'

export const nodeTest: Framework = {
  name: 'node:test',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: isBorpConfiguration,
  scopes: nodeTestScopes,
  openScope: openNodeTestScope,
  module: 'node:test',
  host: nodeTestHost,
}
