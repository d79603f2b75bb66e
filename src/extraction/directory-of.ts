/** The directory that a path of the repository lies in, `''` for the top. */
export const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
