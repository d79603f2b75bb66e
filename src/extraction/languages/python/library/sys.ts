/** `sys.modules`: the modules that were imported, by name. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { host, UNKNOWN } from '../../../evaluation/value.ts'
import { moduleName } from '../module-names.ts'

const modules = new WeakMap<Evaluator, Map<string, ModuleInstance>>()

/** Of modules of one name that one is there which was imported last: a file asks for itself by its own name. */
export const rememberModule = (module: ModuleInstance, evaluator: Evaluator): void => {
  const known = modules.get(evaluator) ?? new Map<string, ModuleInstance>()
  modules.set(evaluator, known)
  known.set(moduleName(module), module)
}

export const MODULES = host('sys.modules', {
  data: { python: 'object', name: 'dict' },
  member: (name, evaluator) => {
    const module = modules.get(evaluator)?.get(name)
    return module ? { kind: 'module', module } : UNKNOWN
  },
})
