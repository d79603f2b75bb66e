import type { Scope } from '../framework.ts'

/** The scopes that take a file, nearest first; configuration before naming rules. */
export const scopesOf = (path: string, scopes: readonly Scope[]): Scope[] =>
  scopes
    .filter((scope) => (scope.directory === '' || path.startsWith(`${scope.directory}/`)) && scope.includes(path))
    .toSorted((a, b) => (a.detectedBy === b.detectedBy ? b.directory.length - a.directory.length : a.detectedBy === 'config' ? -1 : 1))
