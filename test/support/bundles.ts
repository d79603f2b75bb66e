/** The bundle of each process: what scripts/run-tests.ts has built, as it does before all tests are run, and else one built now. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { bundleFolder } from '../../scripts/build/bundle-folder.ts'
import { root } from '../../scripts/build/root.ts'

/** The texts of a process's folder by file name. */
export const bundleOf = async (name: string): Promise<Map<string, string>> => {
  if (process.env['TESTIMONY_TEST_BUILD'] === undefined) return await bundleFolder(name, `cmd/${name}/main.ts`)
  const folder = join(root, 'dist', name)
  const files = await readdir(folder)
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)))
}
