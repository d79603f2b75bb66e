/** Which major version of a package a directory's code is run with, as far as manifests say. */
import { directoryOf } from '../../directory-of.ts'
import { parseYaml } from '../../parse-yaml.ts'
import { perProject } from '../../per-project.ts'
import type { PackageJson, Project } from '../../project.ts'

const rangeIn = (manifest: PackageJson, name: string): string | undefined => {
  for (const kind of ['devDependencies', 'dependencies', 'optionalDependencies', 'peerDependencies']) {
    const listed = manifest.content[kind]
    const range: unknown = typeof listed === 'object' && listed !== null ? Reflect.get(listed, name) : undefined
    if (typeof range === 'string') return range
  }
  return undefined
}

/** `catalog:` and `catalog:name` of pnpm's workspace file. */
const catalogRange = (project: Project, catalog: string, name: string): string | undefined => {
  const workspace = pnpmWorkspace(project)
  const key = catalog === '' ? 'default' : catalog
  for (const path of key === 'default' ? [['catalog'], ['catalogs', 'default']] : [['catalogs', key]]) {
    const range = [...path, name].reduce<unknown>(
      (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
      workspace,
    )
    if (typeof range === 'string') return range
  }
  return undefined
}

const pnpmWorkspace = perProject<void, unknown>((project) => {
  const text = project.text('pnpm-workspace.yaml')
  try {
    return text === null ? null : parseYaml(text)
  } catch {
    return null
  }
})

/** The highest major version that a range allows by name: 4 of `^3.2.0 || ^4.0.0`. */
const majorOf = (range: string): number | null => {
  const majors = range.split('||').flatMap((part) => /(?:^|[\^~=v@>\s])(\d+)(?:\.|$|\s)/.exec(part.trim())?.[1] ?? [])
  return majors.length > 0 ? Math.max(...majors.map(Number)) : null
}

/** Null where no manifest from the directory up to the top says. */
export const majorVersionOf = (project: Project, directory: string, name: string): number | null => {
  for (let at = directory; ; at = directoryOf(at)) {
    const manifest = project.packageJson(at)
    const range = manifest ? rangeIn(manifest, name) : undefined
    const known = range?.startsWith('catalog:') ? catalogRange(project, range.slice('catalog:'.length).trim(), name) : range
    const major = known === undefined ? null : majorOf(known)
    if (major !== null) return major
    if (at === '') return null
  }
}
