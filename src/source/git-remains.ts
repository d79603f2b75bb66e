import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Clears what a killed fetch leaves behind: half packs, and locks that would stop the next. Only under the fetch lock. */
export const clearRemains = async (gitDirectory: string): Promise<void> => {
  const remains = async (folder: string, isRemains: (name: string) => boolean): Promise<void> => {
    const names = await readdir(folder).catch(() => [])
    await Promise.all(names.filter(isRemains).map((name) => rm(join(folder, name), { force: true, recursive: true })))
  }
  await Promise.all([
    remains(gitDirectory, (name) => name.endsWith('.lock')),
    remains(join(gitDirectory, 'refs', 'commits'), (name) => name.endsWith('.lock')),
    remains(join(gitDirectory, 'objects'), (name) => name.startsWith('tmp_')),
    remains(join(gitDirectory, 'objects', 'pack'), (name) => name.startsWith('tmp_') || name.startsWith('.tmp')),
  ])
}
