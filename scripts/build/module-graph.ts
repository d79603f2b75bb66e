export interface ImportedModule {
  path: string
  /** Whether it is loaded when it is asked for, and not with the module that imports it. */
  isDynamic: boolean
}

/**
 * What each module imports: those of this repository and files of packages by their paths from the root, what stays
 * outside by its name.
 */
export type ModuleGraph = ReadonlyMap<string, readonly ImportedModule[]>

/** These modules and all that they reach: what `next` gives of one. */
export const reachedFrom = (paths: readonly string[], next: (path: string) => readonly string[]): Set<string> => {
  const reached = new Set(paths)
  for (const path of reached) for (const found of next(path)) reached.add(found)
  return reached
}
