import manifest from '../../package.json' with { type: 'json' }
import { bundle, packagesBeside, packagesIn } from './bundle-process.ts'
import { licencesOf } from './licences.ts'

/** What Node the bundles need. A checkout and the package start under older ones too, and go on with the one they bring along. */
const NODE = '>=24'

const versionOf = (name: string): string => {
  const version = Object.entries(manifest.dependencies).find(([known]) => known === name)?.[1]
  if (version === undefined) throw new Error(`${name} is needed beside a bundle and is no dependency in package.json`)
  return version
}

/**
 * All that a process needs in a folder of its own: its bundle, the package.json that names what has to be installed beside
 * it, and the licences of the packages in it.
 *
 * @param entry from the root of the repository
 * @returns texts by file name
 */
export const bundleFolder = async (name: string, entry: string): Promise<Map<string, string>> => {
  const built = await bundle(entry)
  const dependencies = Object.fromEntries(packagesBeside(built).map((needed) => [needed, versionOf(needed)]))
  const { version, license } = manifest
  const own = { name: `@testimony/${name}`, version, private: true, license, type: 'module', engines: { node: NODE }, dependencies }
  return new Map([
    ...built.files.map(({ path, text }): [string, string] => [path, text]),
    ['package.json', `${JSON.stringify(own, null, 2)}\n`],
    ['LICENCES-OF-PACKAGES', await licencesOf(packagesIn(built))],
  ])
}
