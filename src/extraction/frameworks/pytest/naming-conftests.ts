/**
 * Which functions name the parameters of a file: pytest asks all conftests that are loaded when it collects it, also those
 * that stand elsewhere.
 */
import { directoryOf } from '../../directory-of.ts'
import type { ClosureValue } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { conftestOf, isInitial, nameIn } from './load-conftests.ts'
import { MAKE_ID } from './parameter-id-hooks.ts'
import { isConftest } from './pytest-configuration.ts'
import type { PytestOptions } from './pytest-options.ts'
import { reaches } from './pytest-scopes.ts'
import { hookOf } from './shared-surroundings.ts'

/**
 * Whether a directory is walked before a path: those that a run begins in by their order, others by names, what is further in
 * behind what is around it.
 */
const isWalkedBefore = (directory: string, path: string, { testPaths }: PytestOptions): boolean => {
  if (directory === '' || path.startsWith(`${directory}/`)) return directory !== path
  const turn = (place: string): number => testPaths.findIndex((start) => `${place}/`.startsWith(`${start}/`))
  const [own, other] = [turn(directory), turn(path)]
  if (own !== other && own >= 0 && other >= 0) return own < other
  const [parts, others] = [directory.split('/'), path.split('/')]
  const at = parts.findIndex((part, index) => part !== others[index])
  return at >= 0 && (parts[at] ?? '') < (others[at] ?? '')
}

/** Plugins are loaded first, then what a run begins with. */
const turnOf = (path: string, options: PytestOptions): number => (!isConftest(path) ? 0 : isInitial(directoryOf(path), options) ? 1 : 2)

/** `around`: those of plugins and of conftests around the file. What is loaded last is asked first. */
export const namingHooks = (around: readonly ClosureValue[], file: CandidateFile, options: PytestOptions): readonly ClosureValue[] => {
  const { path, lookup } = file
  const elsewhere = options.namingDirectories.filter(
    (directory) =>
      directory !== '' &&
      !path.startsWith(`${directory}/`) &&
      (isInitial(directory, options) || isWalkedBefore(directory, path, options)) &&
      reaches(`${directory}/conftest.py`, options, lookup.project),
  )
  if (elsewhere.length === 0) return around
  const hooks = [...around, ...elsewhere.flatMap((directory) => hookOf(nameIn(conftestOf(directory, file).module, MAKE_ID)))]
  const after = (a: string, b: string): number =>
    turnOf(b, options) - turnOf(a, options) ||
    (directoryOf(a) === directoryOf(b) ? 0 : isWalkedBefore(directoryOf(a), directoryOf(b), options) ? 1 : -1)
  return hooks.toSorted((a, b) => after(a.module.path, b.module.path))
}
