import { isAbsolute, join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** Where bare clones are kept unless somebody says otherwise: `repositories` in the user's cache folder. */
export const cacheFolderOf = (environment: NodeJS.ProcessEnv): string => {
  const chosen = environment['ANALYZER_CACHE_DIR']
  if (chosen) return resolve(chosen)
  const xdg = environment['XDG_CACHE_HOME']
  const base = process.platform === 'linux' && xdg && isAbsolute(xdg) ? join(xdg, 'testimony') : envPaths('testimony', { suffix: '' }).cache
  return join(base, 'repositories')
}
