/** A test framework's own repository: its tests import the framework by the path of the package's entry. */
import type { Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import type { NamedPackage, Project } from '../../project.ts'
import { packageEntry } from './module-path.ts'

const known = new WeakMap<Project, readonly NamedPackage[]>()

/** The packages of the repository that a framework here stands for. */
const ownPackages = ({ project, host }: ModuleLookup): readonly NamedPackage[] => {
  const found = known.get(project) ?? project.packageNames.filter(({ name }) => host(name) !== undefined)
  known.set(project, found)
  return found
}

/** What is known of the package that has this file as its entry. */
export const ownFramework = (path: string, lookup: ModuleLookup): Value | undefined => {
  // Configuration has no tests, and no framework is told of any.
  if (lookup.isConfiguration) return undefined
  const own = ownPackages(lookup).find(({ directory }) => packageEntry(directory, lookup) === path)
  return own && lookup.host(own.name)
}
