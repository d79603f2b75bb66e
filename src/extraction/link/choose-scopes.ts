import { directoryOf } from '../directory-of.ts'
import type { Scope } from '../framework.ts'
import { isTestMaterial } from './test-material.ts'

/** Finds the scopes that take a file, nearest first; configuration before naming rules, and guesses last. */
export const createScopeChooser = (scopes: readonly Scope[]): ((path: string) => Scope[]) => {
  const byDirectory = new Map<string, Scope[]>()
  for (const scope of scopes) {
    const known = byDirectory.get(scope.directory)
    if (known) known.push(scope)
    else byDirectory.set(scope.directory, [scope])
  }
  /** The scopes of a directory and those around it, nearest first. */
  const governing = new Map<string, readonly Scope[]>()
  const scopesAbove = (directory: string): readonly Scope[] => {
    const known = governing.get(directory)
    if (known) return known
    const own = byDirectory.get(directory) ?? []
    const outer = directory === '' ? [] : scopesAbove(directoryOf(directory))
    const all = own.length === 0 ? outer : [...own, ...outer]
    governing.set(directory, all)
    return all
  }
  return (path) => {
    const isMaterial = isTestMaterial(path)
    const taking = scopesAbove(directoryOf(path)).filter((scope) => !(isMaterial && scope.detectedBy === 'name') && scope.includes(path))
    const rank = ({ detectedBy, isGuess }: Scope): number => (detectedBy === 'config' ? 0 : isGuess ? 2 : 1)
    return taking.toSorted((a, b) => rank(a) - rank(b))
  }
}
