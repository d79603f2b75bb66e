import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import type EnvPaths from 'env-paths'
import { PlainFault } from './plain-fault.ts'

// It asks for the home folder when it is loaded, which a user of a container may not have, nor need.
const require = createRequire(import.meta.url)

const hasHome = (): boolean => {
  try {
    return homedir() !== ''
  } catch {
    return false
  }
}

/** This program's folders in the user's home, where the system has them. A user without a home is told so. */
export const userFolders = (): ReturnType<typeof EnvPaths> => {
  if (!hasHome()) throw new PlainFault('no-home', 'this user has no home folder: set HOME to a folder of your own')
  const { default: envPaths } = require('env-paths') as { default: typeof EnvPaths } // a package that has its types
  return envPaths('testimony', { suffix: '' })
}
