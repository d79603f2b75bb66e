/** Hooks by which conftests and plugins decide what is collected, and which are not followed. */
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { CandidateFile } from '../../framework.ts'

const HOOKS = ['pytest_pycollect_makeitem', 'pytest_pycollect_makemodule', 'pytest_collect_directory']

/** Says of hooks that a file's tests may be others than those that are listed, which is told once for all; `modules` have run. */
export const reportUnfollowed = (modules: readonly ModuleInstance[], { report }: CandidateFile): void => {
  for (const { path, scope } of modules)
    for (const hook of HOOKS)
      if (scope.names.has(hook)) report('unfollowed-hook', `${hook} may collect other tests than those that are listed`, path)
}
