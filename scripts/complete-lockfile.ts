/**
 * Completes package-lock.json with the packages for other platforms: `npm ci` refuses a lock file that does not name every
 * optional package, and `npm install` leaves those out that the registry at hand does not have. They are never fetched
 * where the platform is another one. Run it after a change of dependencies; `npm test` says when it is due.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { missingPlatformPackages, type Lockfile } from './missing-platform-packages.ts'

const path = new URL('../package-lock.json', import.meta.url)
// The lock file is npm's own output; what is read of it is described by the type.
const lockfile = JSON.parse(await readFile(path, 'utf8')) as Lockfile

const missing = missingPlatformPackages(lockfile)
const packages = Object.entries({ ...lockfile.packages, ...missing }).sort(([one], [other]) => one.localeCompare(other, 'en'))
if (Object.keys(missing).length > 0) {
  await writeFile(path, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) }, null, 2)}\n`)
}
console.log(`Added ${Object.keys(missing).length} packages for other platforms.`)
