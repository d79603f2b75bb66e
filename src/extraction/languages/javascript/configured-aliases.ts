/** Import aliases that configurations of bundlers and test runners have: Vite's `resolve.alias`, Jest's `moduleNameMapper`. */
import { join } from 'node:path/posix'
import type { RegexValue, Value } from '../../evaluation/value.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'
import { at, itemsAt, stringAt } from './configuration-values.ts'
import { REPOSITORY_ROOT, repositoryPath } from './node-library.ts'
import { expressionOf } from './regular-expressions.ts'

interface Alias {
  /** A name that is the whole import or its first part, or an expression. */
  find: string | RegexValue
  replacement: string
}

interface Aliases {
  directory: string
  all: Alias[]
}

const VITE = ['vitest', 'vite'].flatMap((name) => ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `${name}.config.${ending}`))
const JEST = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((ending) => `jest.config.${ending}`)

const aliasesOfObject = (value: Value): Alias[] =>
  typeof value === 'object' && value?.kind === 'object'
    ? [...value.entries].flatMap(([find, replacement]) =>
        typeof find === 'string' && typeof replacement === 'string' ? [{ find, replacement }] : [],
      )
    : []

const aliasesOfList = (value: Value): Alias[] =>
  itemsAt(value).flatMap((item): Alias[] => {
    const find = at(item, 'find')
    const replacement = stringAt(item, 'replacement')
    if (replacement === null) return []
    if (typeof find === 'string') return [{ find, replacement }]
    return typeof find === 'object' && find?.kind === 'regex' ? [{ find, replacement }] : []
  })

const viteAliases = (configuration: Value): Alias[] =>
  [at(configuration, 'test', 'alias'), at(configuration, 'resolve', 'alias')].flatMap((alias) =>
    typeof alias === 'object' && alias?.kind === 'list' ? aliasesOfList(alias) : aliasesOfObject(alias),
  )

/** Keys are expressions; targets may be lists, of which the first is taken. */
const jestAliases = (configuration: Value, directory: string): Alias[] => {
  const mapper = at(configuration, 'moduleNameMapper')
  if (typeof mapper !== 'object' || mapper?.kind !== 'object') return []
  const root = repositoryPath(stringAt(configuration, 'rootDir')?.replace('<rootDir>', '.') ?? '', directory) ?? directory
  return [...mapper.entries].flatMap(([find, target]): Alias[] => {
    const replacement = stringAt(target)
    if (typeof find !== 'string' || replacement === null) return []
    return [{ find: { kind: 'regex', text: `/${find}/` }, replacement: replacement.replaceAll('<rootDir>', join(REPOSITORY_ROOT, root)) }]
  })
}

const readDirectory = (directory: string, project: Project): Alias[] => {
  const prefix = directory === '' ? '' : `${directory}/`
  const vite = VITE.map((name) => prefix + name).filter(project.has)
  const jest = JEST.map((name) => prefix + name).find(project.has)
  const all = vite.flatMap((path) => viteAliases(project.configuration(path)))
  if (jest !== undefined) all.push(...jestAliases(project.configuration(jest), directory))
  if (project.packageJson(directory)?.content['jest'] !== undefined)
    all.push(...jestAliases(at(project.configuration(`${prefix}package.json`), 'jest'), directory))
  return all
}

/** Those of the directory and of all around it, nearest first. */
const aliasesAbove: (project: Project, directory: string) => Aliases[] = perProject((project, directory: string) => {
  const all = readDirectory(directory, project)
  const outer = directory === '' ? [] : aliasesAbove(project, directory.includes('/') ? directory.slice(0, directory.lastIndexOf('/')) : '')
  return all.length > 0 ? [{ directory, all }, ...outer] : outer
})

const replace = ({ find, replacement }: Alias, source: string): string | null => {
  if (typeof find === 'string') {
    if (source !== find && !source.startsWith(find.endsWith('/') ? find : `${find}/`)) return null
    return replacement + source.slice(find.length)
  }
  const expression = expressionOf(find, source)
  return expression && source.search(expression) >= 0
    ? replacement.replaceAll(/\$(\d)/g, (_all, group: string) => expression.exec(source)?.[Number(group)] ?? '')
    : null
}

/** The same, as Vite has it for expressions: what is found is replaced inside the source. */
const replaceInside = ({ find, replacement }: Alias, source: string): string | null => {
  const expression = typeof find === 'string' ? null : expressionOf(find, source)
  return expression && source.search(expression) >= 0 ? source.replace(expression, replacement) : null
}

/** Paths of the repository that an import may mean by a configured alias, best first. */
export const configuredAliases = (source: string, from: string, project: Project): string[] => {
  const directory = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : ''
  return aliasesAbove(project, directory).flatMap((aliases) =>
    aliases.all.flatMap((alias) =>
      [replace(alias, source), replaceInside(alias, source)].flatMap((target) => {
        if (target === null || target === source || !/^(?:\.|\/)/.test(target)) return []
        return repositoryPath(target, aliases.directory) ?? []
      }),
    ),
  )
}
