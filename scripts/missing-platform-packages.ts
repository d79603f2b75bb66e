export interface LockedPackage {
  version?: string
  optional?: boolean
  dev?: boolean
  optionalDependencies?: Record<string, string>
  os?: string[]
  cpu?: string[]
  libc?: string[]
  [other: string]: unknown
}

export interface Lockfile {
  packages: Record<string, LockedPackage>
  [other: string]: unknown
}

const LIBC: Record<string, string> = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

/** Native packages say in their names what they are for: `…/binding-linux-arm64-musl`, `…/win32-x64`. */
const platformOf = (name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | null => {
  const [, os, cpu, abi] =
    /(?:^|[-/])(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/.exec(
      name,
    ) ?? []
  if (os === undefined || cpu === undefined) return null
  const libc = os === 'linux' && abi !== undefined ? LIBC[abi] : undefined
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) }
}

const inNpmsOrder = (entry: LockedPackage): LockedPackage =>
  Object.fromEntries(Object.entries(entry).sort(([one], [other]) => one.localeCompare(other, 'en')))

const isExact = (version: string): boolean => /^\d/.test(version)

/** Where npm looks for a package from inside another: nested first, then up. */
const isLocked = (packages: Lockfile['packages'], from: string, name: string, version: string): boolean => {
  for (let folder = from; ;) {
    const found = packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]
    if (found !== undefined && (found.version === version || !isExact(version))) return true
    if (folder === '') return false
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))
    if (!folder.startsWith('node_modules/')) folder = ''
  }
}

/** The entries that a lock file lacks for optional packages of other platforms; a range stands for its lowest version. */
export const missingPlatformPackages = (lockfile: Lockfile): Record<string, LockedPackage> => {
  const packages = { ...lockfile.packages }
  const missing: Record<string, LockedPackage> = {}
  for (const [folder, locked] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      const platform = platformOf(name)
      if (platform === null || isLocked(packages, folder, name, version)) continue
      const top = `node_modules/${name}`
      const place = packages[top] === undefined ? top : `${folder}/${top}`
      const entry = inNpmsOrder({ ...platform, ...(locked.dev === true && { dev: true }), optional: true })
      packages[place] = missing[place] = { version: version.replace(/^[~^]/, ''), ...entry }
    }
  }
  return missing
}
