import { realpath, stat } from 'node:fs/promises'

import { holdsCredentials, withoutSecrets } from '../runtime/without-secrets.ts'
import { errorCodeOf, isPermissionFault } from './file-fault.ts'
import { printable } from './printable.ts'
import { credentialsInUrl, looksLikeScp, looksLikeUrl, parseRemoteUrl, type RemoteUrl } from './remote-url.ts'
import { SourceError } from './source-error.ts'

/** What a person named: a folder of this machine (its real path), or an address. */
export type Target = { kind: 'local'; path: string } | { kind: 'remote'; url: RemoteUrl }

/** `github.com/team/project`, an address without its beginning. */
const HOST_AND_PATH = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[^/]+\/./i

const hintFor = (text: string): string => {
  if (looksLikeScp(text)) return 'repositories are not read by ssh: give the https:// address, or the path of a clone'
  if (HOST_AND_PATH.test(text)) return `for an address give https://${printable(withoutSecrets(text), 80)}`
  return 'give the path of a folder or a repository, or an https:// address'
}

export const parseTarget = async (text: string, options: { allowPrivateNetworks: boolean }): Promise<Target> => {
  if (looksLikeUrl(text)) return { kind: 'remote', url: parseRemoteUrl(text, { allowHttp: options.allowPrivateNetworks }) }
  if (text === '' || text.startsWith('-') || text.includes('\0')) {
    if (holdsCredentials(text)) throw credentialsInUrl()
    const given = printable(withoutSecrets(text), 60)
    throw new SourceError('invalid-path', `'${given}' is no path: give it as ./${given}, or an https:// address`)
  }
  const shown = printable(withoutSecrets(text))
  try {
    const path = await realpath(text)
    if (!(await stat(path)).isDirectory())
      throw new SourceError('not-a-directory', `${shown} is a file: give the folder or the repository it is in`)
    return { kind: 'local', path }
  } catch (error) {
    if (error instanceof SourceError) throw error
    if (holdsCredentials(text)) throw credentialsInUrl()
    if (isPermissionFault(error)) {
      throw new SourceError('no-permission', `${shown} can't be read: give this user permission, or run as its owner`, {
        cause: error,
      })
    }
    if (looksLikeScp(text)) throw new SourceError('protocol-not-allowed', `${shown}: ${hintFor(text)}`, { cause: error })
    const why = errorCodeOf(error) === 'ENOENT' ? 'does not exist' : `can't be opened (${errorCodeOf(error)})`
    throw new SourceError('path-not-found', `${shown} ${why}: ${hintFor(text)}`, { cause: error })
  }
}
