/** Hooks by which conftests and plugins decide what is collected, and which are not followed. */
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { CandidateFile } from '../../framework.ts'

const HOOKS = ['pytest_pycollect_makeitem', 'pytest_pycollect_makemodule', 'pytest_collect_directory']

/** Says of a file that its tests may be others than those that are listed; `modules` have run. */
export const reportUnfollowed = (modules: readonly ModuleInstance[], { report }: CandidateFile): void => {
  for (const { path, scope } of modules)
    for (const hook of HOOKS)
      if (scope.names.has(hook)) report('unfollowed-hook', `${hook} of ${path} may collect other tests of this file, which is not followed`)
}
