import { codeOfFault } from '../runtime/describe-fault.ts'

/** The system's code of a file operation's fault (`ENOENT` …). */
export const errorCodeOf = (error: unknown): string => codeOfFault(error) ?? 'unknown'

export const isPermissionFault = (error: unknown): boolean => ['EACCES', 'EPERM'].includes(errorCodeOf(error))
