import type { Framework } from '../../framework.ts'
import { saysPythonRunner } from '../../languages/python/python-runner.ts'
import { collectFile } from './collect-file.ts'
import { openUnittestScope, unittestScopes } from './unittest-scopes.ts'

export const unittest: Framework = {
  name: 'unittest',
  languages: ['python'],
  isConfiguration: (_name, path) => saysPythonRunner(path),
  scopes: unittestScopes,
  openScope: openUnittestScope,
  collect: collectFile,
}
