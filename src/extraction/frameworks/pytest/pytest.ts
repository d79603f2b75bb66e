import type { Value } from '../../evaluation/value.ts'
import type { Framework } from '../../framework.ts'
import { saysPythonRunner } from '../../languages/python/python-runner.ts'
import { collectFile } from './collect-file.ts'
import { doctestModule } from './collectors.ts'
import { conftestsAround } from './load-conftests.ts'
import { isConftest, isPytestFile } from './pytest-configuration.ts'
import { pytestAsyncioModule, pytestModule } from './pytest-library.ts'
import { DEFAULT_OPTIONS, type PytestOptions } from './pytest-options.ts'
import { sybilModule } from './sybil/sybil-library.ts'
import { openPytestScope, pytestScopes } from './pytest-scopes.ts'

/** Scopes of this framework carry their options. */
const optionsOf = (options: unknown): PytestOptions =>
  typeof options === 'object' && options !== null ? (options as PytestOptions) : DEFAULT_OPTIONS

const MODULES: Readonly<Record<string, Value>> = {
  pytest: pytestModule,
  'py.test': pytestModule,
  pytest_asyncio: pytestAsyncioModule,
  '_pytest.doctest': doctestModule,
}

export const pytest: Framework = {
  name: 'pytest',
  languages: ['python', 'text'],
  isConfiguration: (_name, path) => isPytestFile(path) || isConftest(path) || saysPythonRunner(path),
  scopes: pytestScopes,
  openScope: openPytestScope,
  needs: (path, scope) => conftestsAround(path, optionsOf(scope.options)),
  host: (source) => (Object.hasOwn(MODULES, source) ? MODULES[source] : sybilModule(source)),
  collect: (file) => collectFile(file, optionsOf(file.scope.options)),
}
