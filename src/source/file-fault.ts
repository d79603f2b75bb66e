import { codeOfFault } from '../runtime/describe-fault.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { printable } from './printable.ts'

/** The system's code of a file operation's fault (`ENOENT` …). */
export const errorCodeOf = (error: unknown): string => codeOfFault(error) ?? 'unknown'

export const isPermissionFault = (error: unknown): boolean => ['EACCES', 'EPERM'].includes(errorCodeOf(error))

/** Codes of a folder that is wrong, or not this user's, rather than of a machine that lacks something for a while. */
const WRONG_FOLDER = new Set(['ENOENT', 'ENOTDIR', 'EEXIST', 'EACCES', 'EPERM', 'EROFS', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'])

/** What making something in a folder of our own failed by: a line that says which setting to mend, or the fault as it is. */
export const folderFault = (error: unknown, what: string, folder: string, setting: string): unknown =>
  WRONG_FOLDER.has(errorCodeOf(error))
    ? new PlainFault(
        'unusable-folder',
        `${printable(folder)} can't hold ${what} (${errorCodeOf(error)}): set ${setting} to a folder that this user may write to`,
        { cause: error },
      )
    : error
