/** The options of one run of pytest, as its configuration file gives them. */
export interface PytestOptions {
  /** Where configuration was found, and what paths in it are relative to. */
  readonly rootDirectory: string
  readonly testPaths: readonly string[]
  /** Files that scripts tell runs of, beside those that a run finds; none where the configuration says where tests are. */
  readonly namedFiles: readonly string[]
  readonly filePatterns: readonly string[]
  readonly classPatterns: readonly string[]
  readonly functionPatterns: readonly string[]
  readonly ignoredDirectories: readonly string[]
  readonly ignoredPaths: readonly string[]
  readonly ignoredGlobs: readonly string[]
  readonly collectsImportedTests: boolean
  readonly keepsUnicodeIds: boolean
  readonly runsModuleDoctests: boolean
  /** Text files that are doctests. */
  readonly doctestPatterns: readonly string[]
  /** Directories whose conftest collects files itself. */
  readonly collectingDirectories: readonly string[]
  /** Directories whose conftest names parameters: also of files elsewhere that are collected after it is loaded. */
  readonly namingDirectories: readonly string[]
  /** Modules given by `-p`. */
  readonly plugins: readonly string[]
  /** anyio's plugin runs all coroutines, not only those marked for it. */
  readonly runsCoroutinesByAnyio: boolean
  /** Variables of the environment that configuration sets. */
  readonly variables: readonly string[]
  /** Nothing says how the tests are run: by `unittest` as well as by pytest. */
  readonly isUndecided: boolean
}

export const DEFAULT_OPTIONS: PytestOptions = {
  rootDirectory: '',
  testPaths: [],
  namedFiles: [],
  filePatterns: ['test_*.py', '*_test.py'],
  classPatterns: ['Test'],
  functionPatterns: ['test'],
  ignoredDirectories: ['*.egg', '.*', '_darcs', 'build', 'CVS', 'dist', 'node_modules', 'venv', '{arch}'],
  ignoredPaths: [],
  ignoredGlobs: [],
  collectsImportedTests: true,
  keepsUnicodeIds: false,
  runsModuleDoctests: false,
  doctestPatterns: ['test*.txt'],
  collectingDirectories: [],
  namingDirectories: [],
  plugins: [],
  runsCoroutinesByAnyio: false,
  variables: [],
  isUndecided: false,
}
