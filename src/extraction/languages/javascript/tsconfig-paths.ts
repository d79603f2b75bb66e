/** Path aliases of `tsconfig.json` and `jsconfig.json`, which bundlers and test runners commonly follow too. */
import { dirname, join, normalize } from 'node:path/posix'
import { parseJson } from '../../parse-json.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'
import { fixedPart, matchAlias } from './module-path.ts'

interface Aliases {
  /** Where the targets start from. */
  base: string
  baseUrl: boolean
  paths: [pattern: string, targets: string[]][]
}

export const isTypeScriptConfiguration = (path: string): boolean => /(?:^|\/)[tj]sconfig(?:\.[\w-]+)*\.json$/.test(path)

const readAliases = (path: string, project: Project, depth = 0): Aliases | null => {
  const text = depth > 8 ? null : project.text(path)
  if (text === null) return null
  const content: unknown = parseJson(text)
  if (typeof content !== 'object' || content === null) return null
  const { extends: parents, compilerOptions } = content as { extends?: unknown; compilerOptions?: unknown }
  const options = (typeof compilerOptions === 'object' && compilerOptions !== null ? compilerOptions : {}) as {
    baseUrl?: unknown
    paths?: unknown
  }
  const directory = dirname(path)
  let inherited: Aliases | null = null
  for (const parent of [parents].flat())
    if (typeof parent === 'string' && parent.startsWith('.')) {
      const target = normalize(join(directory, parent))
      inherited = readAliases(target, project, depth + 1) ?? readAliases(`${target}.json`, project, depth + 1) ?? inherited
    }
  const baseUrl = typeof options.baseUrl === 'string' ? normalize(join(directory, options.baseUrl)) : null
  if (typeof options.paths !== 'object' || options.paths === null)
    return baseUrl === null ? inherited : { base: baseUrl, baseUrl: true, paths: inherited?.paths ?? [] }
  const paths = Object.entries(options.paths)
    .toSorted(([a], [b]) => fixedPart(b) - fixedPart(a))
    .map(([pattern, targets]): [string, string[]] => [pattern, [targets].flat().filter((target) => typeof target === 'string')])
  const base = baseUrl ?? (inherited?.baseUrl ? inherited.base : directory)
  return { base, baseUrl: baseUrl !== null || (inherited?.baseUrl ?? false), paths }
}

/** The nearest configuration with aliases; those a monorepo keeps in `tsconfig.base.json` come by `extends`. */
const aliasesOf: (project: Project, directory: string) => Aliases | null = perProject((project, directory: string) => {
  const own = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json']
    .map((name) => readAliases(directory === '.' ? name : `${directory}/${name}`, project))
    .find((one) => one !== null)
  const parent = dirname(directory)
  return own ?? (directory === '.' || parent === directory ? null : aliasesOf(project, parent))
})

/** Paths that an import may mean by alias, best first. */
export const tsconfigPaths = (source: string, from: string, project: Project): string[] => {
  const aliases = aliasesOf(project, dirname(from))
  if (!aliases) return []
  const found: string[] = []
  for (const [pattern, targets] of aliases.paths) {
    const match = matchAlias(pattern, source)
    if (match !== null)
      found.push(
        ...targets.map((target) =>
          normalize(
            join(
              aliases.base,
              target.replace('*', () => match),
            ),
          ),
        ),
      )
  }
  if (aliases.baseUrl) found.push(normalize(join(aliases.base, source)))
  return found
}
