/** What modules are called by those who import them. */
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Project } from '../../project.ts'

/** A file's dotted name: from the first directory up that is no package. */
export const importedName = (path: string, project: Project): string => {
  const parts = path.replace(/\.py$/, '').split('/')
  let start = parts.length - 1
  while (start > 0 && project.has(`${parts.slice(0, start).join('/')}/__init__.py`)) start--
  const name = parts.slice(start)
  if (name.length > 1 && name.at(-1) === '__init__') name.pop()
  return name.join('.')
}

const NAMES = new WeakMap<ModuleInstance, string>()

/** Remembers what a module that an import found is called. */
export const rememberName = (module: ModuleInstance, project: Project): void => {
  if (!NAMES.has(module)) NAMES.set(module, importedName(module.path, project))
}

/** A module's `__name__`; where no import found it, as far as its path tells. */
export const moduleName = (module: ModuleInstance): string =>
  NAMES.get(module) ?? module.path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.')
