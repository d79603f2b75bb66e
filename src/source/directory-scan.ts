import { readdir } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'

import type { DiagnosticLog } from './diagnostic-log.ts'
import { errorCodeOf, isPermissionFault } from './file-fault.ts'
import { decodeGitPath } from './git-path.ts'
import { MAX_PATH_LENGTH, tooManyEntries } from './source-limits.ts'

/** What tools put into a project and nobody writes by hand: version control's own folders, installed packages, caches. */
export const LEFT_OUT_FOLDERS: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'node_modules',
  'bower_components',
  '__pycache__',
  '.venv',
  '.tox',
  '.nox',
  '.pytest_cache',
  '.mypy_cache',
  '.gradle',
])

/** A Python environment may have any name; this file is in each. */
const PYTHON_ENVIRONMENT = 'pyvenv.cfg'

/** Folders between two looks at the signal and at the event loop. */
const FOLDERS_A_TURN = 200

export interface DirectoryScan {
  /** Regular files, as escaped text (git-path.ts), in no order. */
  files: string[]
  /** Folders that hold a regular file called `.gitignore`. */
  ignoreFiles: string[]
  /** What is neither file, folder nor link (a FIFO, a socket, a device), and must not be opened. */
  special: string[]
}

/** All regular files below a folder, without following links and without opening anything but folders. Iterative: depth costs no stack. */
export const scanDirectory = async (
  root: string,
  options: { maxEntries: number; log: DiagnosticLog },
  signal: AbortSignal,
): Promise<DirectoryScan> => {
  const { log } = options
  const files: string[] = []
  const ignoreFiles: string[] = []
  const symlinks: string[] = []
  const special: string[] = []
  const pending: { path: string; bytes: Buffer }[] = [{ path: '', bytes: Buffer.from(root) }]
  const separator = Buffer.from('/')
  let seen = 0
  for (let visited = 1, folder = pending.pop(); folder !== undefined; visited += 1, folder = pending.pop()) {
    if (visited % FOLDERS_A_TURN === 0) await setImmediate()
    signal.throwIfAborted()
    let entries
    try {
      entries = await readdir(folder.bytes, { withFileTypes: true, encoding: 'buffer' })
    } catch (error) {
      if (folder.path === '') throw error
      const code = errorCodeOf(error)
      const why = isPermissionFault(error) ? 'this user has no permission to list it' : `it can't be listed (${code})`
      if (code !== 'ENOENT') log.add('unreadable-directory', folder.path, why)
      continue
    }
    if (folder.path !== '' && entries.some((entry) => entry.isFile() && entry.name.toString('latin1') === PYTHON_ENVIRONMENT)) continue
    for (const entry of entries) {
      const name = decodeGitPath(entry.name)
      const path = folder.path === '' ? name : `${folder.path}/${name}`
      if (entry.isDirectory()) {
        if (LEFT_OUT_FOLDERS.has(name)) continue
        const bytes = Buffer.concat([folder.bytes, separator, entry.name])
        if (bytes.length < MAX_PATH_LENGTH) pending.push({ path, bytes })
        else log.add('path-too-long', path, `what is below it is not read: the limit is ${MAX_PATH_LENGTH} bytes a path`)
      } else if (entry.isFile()) {
        if (folder.bytes.length + entry.name.length + 1 >= MAX_PATH_LENGTH) {
          log.add('path-too-long', path, `it is not read: the limit is ${MAX_PATH_LENGTH} bytes a path`)
          continue
        }
        files.push(path)
        if (name === '.gitignore') ignoreFiles.push(path)
      } else if (entry.isSymbolicLink()) symlinks.push(path)
      else special.push(path)
    }
    seen += entries.length
    if (seen > options.maxEntries) throw tooManyEntries('the directory', options.maxEntries)
  }
  log.count('symlinks-not-followed', symlinks.sort(), 'symbolic links are not followed')
  log.count('special-files-not-read', special.sort(), 'neither a file nor a folder (a FIFO, a socket or a device), so not opened')
  return { files, ignoreFiles, special }
}
