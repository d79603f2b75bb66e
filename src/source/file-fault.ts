/** The system's code of a file operation's fault (`ENOENT` …). */
export const errorCodeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

export const isPermissionFault = (error: unknown): boolean => ['EACCES', 'EPERM'].includes(errorCodeOf(error))
