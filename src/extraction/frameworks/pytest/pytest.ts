import type { Framework } from '../../framework.ts'
import { saysPythonRunner } from '../../languages/python/python-runner.ts'
import { collectFile } from './collect-file.ts'
import { conftestsAround } from './load-conftests.ts'
import { isPytestFile } from './pytest-configuration.ts'
import { pytestAsyncioModule, pytestModule } from './pytest-library.ts'
import { DEFAULT_OPTIONS, type PytestOptions } from './pytest-options.ts'
import { openPytestScope, pytestScopes } from './pytest-scopes.ts'

/** Scopes of this framework carry their options. */
const optionsOf = (options: unknown): PytestOptions =>
  typeof options === 'object' && options !== null ? (options as PytestOptions) : DEFAULT_OPTIONS

export const pytest: Framework = {
  name: 'pytest',
  languages: ['python', 'text'],
  isConfiguration: (_name, path) => isPytestFile(path) || saysPythonRunner(path),
  scopes: pytestScopes,
  openScope: openPytestScope,
  needs: (path, scope) => conftestsAround(path, optionsOf(scope.options)),
  host: (source) =>
    source === 'pytest' || source === 'py.test' ? pytestModule : source === 'pytest_asyncio' ? pytestAsyncioModule : undefined,
  collect: (file) => collectFile(file, optionsOf(file.scope.options)),
}
