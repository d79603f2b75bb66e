/** The program as the package has it, built of the sources that are here now. */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'

const checkout = new URL('../..', import.meta.url).pathname

/** Puts the package into a folder of this one, and answers the path of its command. */
export const installProgram = async (folder: string): Promise<string> => {
  execFileSync(process.execPath, [join(checkout, 'scripts/build/build.ts'), '--without-types'], { stdio: ['ignore', 2, 2] })
  const installed = join(folder, 'testimony')
  await mkdir(installed)
  for (const part of ['bin', 'dist', 'package.json']) await cp(join(checkout, part), join(installed, part), { recursive: true })
  await symlink(join(checkout, 'node_modules'), join(installed, 'node_modules'))
  return join(installed, 'bin/testimony.js')
}
