import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Value } from '../../evaluation/value.ts'

/** What a module that has run gives to who requires it: its `module.exports`. */
export const exportsOf = (module: ModuleInstance): Value => {
  const binding = module.scope.names.get('module')
  return typeof binding?.value === 'object' && binding.value?.kind === 'object' ? binding.value.entries.get('exports') : undefined
}
