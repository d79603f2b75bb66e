export interface Skeleton {
  /** In kebab-case: the folder's name and, until it is told otherwise, the inventory's and the package's. */
  name: string
  identifier: string
  typeName: string
}

/** Texts by path within the framework's folder. */
export type SkeletonFiles = Record<string, string>

export const expectedJson = (tests: { path: string; suites: string[]; name: string; status: string }[]): string =>
  `${JSON.stringify(tests, null, 2)}\n`
