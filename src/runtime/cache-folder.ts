import { isAbsolute, join, resolve } from 'node:path'
import { userFolders } from './user-folders.ts'

const userCacheOf = (environment: NodeJS.ProcessEnv): string => {
  const xdg = environment['XDG_CACHE_HOME']
  if (process.platform === 'linux' && xdg && isAbsolute(xdg)) return join(xdg, 'testimony')
  return userFolders().cache
}

/** Where bare clones are kept unless somebody says otherwise: `repositories` in the user's cache folder. */
export const cacheFolderOf = (environment: NodeJS.ProcessEnv): string => {
  const chosen = environment['ANALYZER_CACHE_DIR']
  return chosen ? resolve(chosen) : join(userCacheOf(environment), 'repositories')
}

/** Where Node keeps this program's compiled modules between runs. */
export const compiledFolderOf = (environment: NodeJS.ProcessEnv): string => join(userCacheOf(environment), 'compiled')
