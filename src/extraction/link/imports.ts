/**
 * What files import, as hints to what their tests are about. Only where imports lead is asked, never what is found there,
 * so that a file is linked anew where one of them leads elsewhere, and not where what it leads to changed.
 */
import { hash } from 'node:crypto'
import { directoryOf } from '../directory-of.ts'
import { ModuleInstance } from '../evaluation/module-instance.ts'
import type { Dependency } from '../extraction.ts'
import type { LanguageSupport, ModuleLookup } from '../language.ts'
import { LANGUAGES } from '../languages.ts'
import type { LinkedRepository } from './realm.ts'

/** A file that imports more is about everything. */
const MOST_IMPORTS = 50

/** How an import is named among the paths that a file depends on: no path looks so. */
const nameOf = (directory: string, { name }: LanguageSupport, imported: string): string => `${directory}//${name}:${imported}`
const NAME = new RegExp(`^([^]*?)//(${LANGUAGES.map(({ name }) => name).join('|')}):([^]*)$`)

export interface Hints {
  /** Sorted, each once. */
  imports: string[]
  /** What they depend on. */
  dependencies: Dependency[]
}

export interface Imports {
  /** `imported`: as its facts have it. */
  of(path: string, imported: readonly string[], language: LanguageSupport): Hints
  /** The file of the repository that an import from a file leads to. */
  moduleAt(source: string, from: string, language: LanguageSupport): string | null
  /** A digest of what an import leads to now that some file depends on; null where the dependency is no import. */
  found(dependency: string): string | null
}

interface Destination {
  targets: string[]
  dependency: Dependency
}

export const createImports = ({ project, tree, host }: Pick<LinkedRepository, 'project' | 'tree' | 'host'>): Imports => {
  const packages = new Map<string, string | null>()
  const lookup: ModuleLookup = {
    project,
    has: project.has,
    list: (directory) => tree.listing(directory).names,
    module: (path) => new ModuleInstance(path),
    host,
    once: (name, find) => {
      const found = packages.get(name)
      if (found !== undefined) return found
      const path = find(lookup)
      packages.set(name, path)
      return path
    },
  }
  const known = new Map<string, Destination>()
  /** Most imports lead to few places. */
  const digests = new Map<string, string>()
  const digestOf = (targets: string): string => {
    const digest = digests.get(targets) ?? hash('sha256', targets, 'hex').slice(0, 16)
    digests.set(targets, digest)
    return digest
  }

  const destinationOf = (name: string, directory: string, imported: string, { imports }: LanguageSupport): Destination => {
    const found = known.get(name)
    if (found) return found
    const targets = imports.leadsTo(imported, directory, lookup)
    const destination: Destination = { targets, dependency: [name, digestOf(targets.join('\0'))] }
    known.set(name, destination)
    return destination
  }

  return {
    of: (path, imported, language) => {
      const directory = directoryOf(path)
      const destinations = imported
        .slice(0, MOST_IMPORTS)
        .map((name) => destinationOf(nameOf(directory, language, name), directory, name, language))
      const imports = new Set(destinations.flatMap(({ targets }) => targets))
      imports.delete(path)
      return { imports: [...imports].toSorted().slice(0, MOST_IMPORTS), dependencies: destinations.map(({ dependency }) => dependency) }
    },
    moduleAt: (source, from, language) => {
      const target = language.resolve(source, new ModuleInstance(from), lookup)
      return target instanceof ModuleInstance ? target.path : null
    },
    found: (name) => {
      const [, directory = '', languageName, imported = ''] = NAME.exec(name) ?? []
      const language = LANGUAGES.find((one) => one.name === languageName)
      return language ? destinationOf(name, directory, imported, language).dependency[1] : null
    },
  }
}
