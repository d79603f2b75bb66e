/** A test framework's own repository: its tests import the framework by the path of the package's entry. */
import type { Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { perProject } from '../../per-project.ts'
import { packageEntry } from './module-path.ts'

/** The packages of the repository that a framework here stands for. */
const ownPackages = perProject((project, host: ModuleLookup['host']) => project.packageNames.filter(({ name }) => host(name) !== undefined))

/** What is known of the package that has this file as its entry. */
export const ownFramework = (path: string, lookup: ModuleLookup): Value | undefined => {
  // Configuration has no tests, and no framework is told of any.
  if (lookup.isConfiguration) return undefined
  const own = ownPackages(lookup.project, lookup.host).find(({ directory }) => packageEntry(directory, lookup) === path)
  return own && lookup.host(own.name)
}
