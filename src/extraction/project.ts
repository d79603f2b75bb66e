/**
 * The repository as frameworks see it before any test is linked: all its paths, and the texts of its configuration.
 * Configuration is read as text and evaluated like any other facts; nothing of it runs.
 */
import type { Value } from './evaluation/value.ts'

/** The option by which a configuration that is a function is told in which mode it runs: no variable is called so. */
export const MODE_OPTION = '--mode'

export interface Project {
  /** Paths of regular files, sorted, without those of fixtures and vendored folders: a project in there is not tested as this one's. */
  readonly paths: readonly string[]
  has(path: string): boolean
  /** The text of a configuration file (one that some framework's `isConfiguration` accepts); null where there is none. */
  text(path: string): string | null
  /**
   * The default export of a JavaScript or TypeScript configuration, `defineConfig` and the like seen through, imports
   * of the repository followed; unknown parts stay unknown. JSON files (comments allowed) give their content.
   * `environment`: variables that whoever starts the runner sets, and the mode that is asked for, as `MODE_OPTION`.
   */
  configuration(path: string, environment?: Readonly<Record<string, string>>): Value
  /** Parsed `package.json` of a directory (`''` is the top); null where there is none or it is broken. */
  packageJson(directory: string): PackageJson | null
  /** Directories that have a `package.json`, sorted. */
  readonly packages: readonly string[]
  /** Those of them that have a name, in the same order. */
  readonly packageNames: readonly NamedPackage[]
  /** How far its texts are read. */
  readonly reading: Reading
}

export interface Reading {
  /** Raised whenever more texts have been read. */
  round: number
  /** How often texts were asked for that are not read yet. */
  misses: number
}

export interface NamedPackage {
  directory: string
  name: string
}

export interface PackageJson {
  name?: string
  type?: string
  scripts: Record<string, string>
  /** All kinds of dependencies in one. */
  dependencies: Record<string, string>
  /** The whole content, for what frameworks keep in it (`jest`, `mocha`, `imports`, `workspaces`, `exports`, …). */
  content: Record<string, unknown>
}
