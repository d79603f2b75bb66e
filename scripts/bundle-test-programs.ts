/**
 * Bundles the programs that only tests start, as those that are shipped are: from their sources each start would take four
 * times as long. `entryOfTestProgram` in test/support/program.ts knows where they are.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { bundle } from './build/bundle-process.ts'
import { root } from './build/root.ts'

const PROGRAMS = ['test/support/chore-worker.ts', 'test/support/scheduler-with-chore.ts', 'src/postgres/embedded/testing/use-database.ts']

/** Beside the packages that bundles need, which are found from there. */
const FOLDER = join(root, 'node_modules/.cache/testimony-test-programs')

export const bundleTestPrograms = async (): Promise<void> => {
  await rm(FOLDER, { recursive: true, force: true })
  for (const program of PROGRAMS) {
    const folder = join(FOLDER, basename(program, '.ts'))
    await mkdir(folder, { recursive: true })
    for (const { path, text } of (await bundle(program)).files) await writeFile(join(folder, path), text)
  }
}
