/** `pkgutil`: the modules of a package, by the files of the repository. */
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { argument, type Native, native, nativeModule } from '../python-calls.ts'
import { createClass } from '../python-class-creation.ts'
import { iterate } from '../python-iteration.ts'
import { NAMED_TUPLE } from './collections.ts'
import { pathText } from './path-text.ts'
import { type FileSystem, namesIn } from '../../text/directories.ts'
import { repositoryPath } from './repository-files.ts'

const FIELDS = ['module_finder', 'name', 'ispkg']
const MODULE_INFO = createClass('ModuleInfo', [NAMED_TUPLE], new ModuleInstance('pkgutil'), 1, FIELDS)

interface FoundModule {
  name: string
  isPackage: boolean
}

const modulesIn = (directory: string, prefix: string, isDeep: boolean, files: FileSystem, depth = 0): FoundModule[] =>
  namesIn(directory, files).flatMap((name): FoundModule[] => {
    files.evaluator.step()
    const path = directory === '' ? name : `${directory}/${name}`
    if (/^[^.]+\.py$/.test(name)) return name === '__init__.py' ? [] : [{ name: prefix + name.slice(0, -3), isPackage: false }]
    if (name.includes('.') || !namesIn(path, files).includes('__init__.py')) return []
    const found = { name: prefix + name, isPackage: true }
    return isDeep && depth < DEPTH_LIMIT ? [found, ...modulesIn(path, `${prefix}${name}.`, isDeep, files, depth + 1)] : [found]
  })

const DEPTH_LIMIT = 50

const finder =
  (isDeep: boolean): Native =>
  (_args, invocation) => {
    const places = iterate(argument(invocation, 0, 'path'), invocation.evaluator)
    const prefix = argument(invocation, 1, 'prefix') ?? ''
    const paths = places?.items.map((place) => {
      const text = pathText(place)
      return text === undefined ? undefined : repositoryPath(text)
    })
    if (!paths || places?.open || typeof prefix !== 'string' || !paths.every((path) => path !== undefined)) return UNKNOWN
    return list(
      paths
        .flatMap((path) => modulesIn(path, prefix, isDeep, invocation))
        .map(({ name, isPackage }): Value => {
          const info = object([
            ['module_finder', UNKNOWN],
            ['name', name],
            ['ispkg', isPackage],
          ])
          info.prototype = MODULE_INFO
          return info
        }),
    )
  }

export const pkgutilModule = nativeModule('pkgutil', {
  iter_modules: native('iter_modules', finder(false)),
  walk_packages: native('walk_packages', finder(true)),
})
