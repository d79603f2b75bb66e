const MATERIAL = /(?:^|\/)(?:__)?(?:test-?)?fixtures?(?:__)?\/|(?:^|\/)(?:testdata|vendor|third[_-]party|node_modules)\//

/** Whether a file is material of tests, or of others: configuration in there says nothing of how this repository is tested. */
export const isTestMaterial = (path: string): boolean => MATERIAL.test(path)
