export interface Skeleton {
  /** In kebab-case: the folder's name and, until it is told otherwise, the inventory's and the package's. */
  name: string
  identifier: string
  typeName: string
}

/** Texts by path within the framework's folder. */
export type SkeletonFiles = Record<string, string>

/** The tests of one file, in the form that scripts/derive-expected.ts writes. */
export const expectedJson = (path: string, tests: { suites: string[]; name: string; status: string }[]): string =>
  `${JSON.stringify({ files: [{ path, tests }] }, null, 2)}\n`
