/** Where Mocha runs in a repository: `.mocharc.*`, `mocha` in package.json, scripts and their arguments. */
import { dirname, join } from 'node:path/posix'
import { parse as parseYaml } from 'yaml'
import { parse as parseJson } from 'jsonc-parser'
import type { Scope } from '../../framework.ts'
import { stringsAt, stringAt, isTrueAt } from '../../languages/javascript/configuration-values.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning, optionValues, parseArguments } from '../../languages/javascript/package-scripts.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'
import { mochaInterfaces } from './mocha-api.ts'

interface Options {
  spec: string[]
  ignore: string[]
  extension: string[]
  recursive: boolean
  ui: string | null
}

const CONFIG_NAMES = ['.mocharc.js', '.mocharc.cjs', '.mocharc.mjs', '.mocharc.yaml', '.mocharc.yml', '.mocharc.jsonc', '.mocharc.json']

export const isMochaConfiguration = (path: string): boolean => /(?:^|\/)[\w.-]*mocha(?:rc)?[\w.-]*\.(?:[cm]?js|ya?ml|jsonc?)$/.test(path) && !/\.(?:test|spec)\./.test(path)

const NOTHING: Options = { spec: [], ignore: [], extension: [], recursive: false, ui: null }

const strings = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string')

const fromPlain = (content: unknown): Options => {
  if (typeof content !== 'object' || content === null) return NOTHING
  const record = content as Record<string, unknown>
  return {
    spec: strings(record['spec']),
    ignore: [...strings(record['ignore']), ...strings(record['exclude'])],
    extension: strings(record['extension']),
    recursive: record['recursive'] === true,
    ui: strings(record['ui'])[0] ?? null,
  }
}

const optionsAt = (path: string, project: Project): Options => {
  if (/\.[cm]?js$/.test(path)) {
    const value = project.configuration(path)
    return {
      spec: stringsAt(value, 'spec') ?? [],
      ignore: [...(stringsAt(value, 'ignore') ?? []), ...(stringsAt(value, 'exclude') ?? [])],
      extension: stringsAt(value, 'extension') ?? [],
      recursive: isTrueAt(value, 'recursive'),
      ui: stringAt(value, 'ui'),
    }
  }
  const text = project.text(path) ?? ''
  try {
    return fromPlain(/\.ya?ml$/.test(path) ? parseYaml(text) : parseJson(text))
  } catch {
    return NOTHING
  }
}

/** What a run in a directory finds without being told: one `.mocharc`, and `mocha` in package.json. */
const foundOptions = (directory: string, project: Project): Options => {
  const file = CONFIG_NAMES.map((name) => join(directory, name)).find((path) => project.has(path))
  const own = file ? optionsAt(file, project) : NOTHING
  return merge(own, fromPlain(project.packageJson(directory)?.content['mocha']))
}

const merge = (first: Options, second: Options): Options => ({
  spec: [...first.spec, ...second.spec],
  ignore: [...first.ignore, ...second.ignore],
  extension: [...first.extension, ...second.extension],
  recursive: first.recursive || second.recursive,
  ui: first.ui ?? second.ui,
})

const FLAGS = new Set([
  'recursive', 'bail', 'b', 'exit', 'watch', 'w', 'check-leaks', 'async-only', 'color', 'colors', 'c', 'no-color', 'no-colors', 'forbid-only',
  'forbid-pending', 'full-trace', 'inline-diffs', 'parallel', 'p', 'sort', 'S', 'no-config', 'no-timeouts', 'delay', 'dry-run', 'no-exit', 'diff', 'growl',
  'experimental-vm-modules', 'throw-deprecation', 'expose-gc', 'harmony', 'inspect', 'inspect-brk', 'no-warnings', 'trace-warnings', 'enable-source-maps',
]) // prettier-ignore

const DEFAULT_EXTENSIONS = ['js', 'cjs', 'mjs']

const scopeOf = (directory: string, options: Options, project: Project): Scope => {
  const extensions = options.extension.flatMap((extension) => extension.split(',')).map((extension) => extension.replace(/^\./, ''))
  const endings = extensions.length > 0 ? extensions : DEFAULT_EXTENSIONS
  const specs = options.spec.length > 0 ? options.spec.flatMap((spec) => (spec.includes('{') ? [spec] : spec.split(','))) : ['./test']
  const patterns = specs.flatMap((spec) => specPatterns(spec, directory, endings, options.recursive, project))
  const isSpec = matchesAny(patterns, { base: directory, dot: false })
  const isIgnored = matchesAny(options.ignore.flatMap((pattern) => [pattern, `${pattern.replace(/\/$/, '')}/**`]), { base: directory })
  const ui = options.ui ?? 'bdd'
  return {
    framework: 'mocha',
    directory,
    includes: (path) => isSpec(path) && !isIgnored(path) && !path.includes('node_modules/'),
    globals: mochaInterfaces[ui] ?? mochaInterfaces['bdd'] ?? null,
    detectedBy: 'config',
    key: JSON.stringify([directory, patterns, options.ignore, ui]),
  }
}

/** A spec is a glob, a file, or a directory, of which the files with the right endings are taken. */
const specPatterns = (spec: string, directory: string, endings: readonly string[], recursive: boolean, project: Project): string[] => {
  const normal = spec.replace(/^(?:\.\/)+/, '').replace(/\/$/, '')
  if (/[*?{[(!]/.test(normal)) return [normal]
  const path = repositoryPath(normal, directory)
  if (path !== null && project.has(path)) return [normal]
  const ending = endings.length === 1 ? (endings[0] ?? '') : `{${endings.join(',')}}`
  const within = normal === '.' || normal === '' ? '' : `${normal}/`
  return [`${within}${recursive ? '**/' : ''}*.${ending}`, ...endings.map((one) => `${normal}.${one}`)]
}

const commandScopes = (project: Project): Scope[] =>
  ['mocha', '_mocha', 'electron-mocha', 'ts-mocha', 'mocha-parallel-tests', 'bin/mocha'].flatMap((runner) =>
    commandsRunning(project, runner).flatMap(({ directory, arguments: args }) => {
      const parsed = parseArguments(args, FLAGS)
      const config = optionValues(parsed, 'config')[0]
      const path = config === undefined ? null : repositoryPath(config, directory)
      const found = parsed.options.has('no-config') ? NOTHING : path === null ? foundOptions(directory, project) : optionsAt(path, project)
      const own: Options = {
        spec: [...parsed.positional, ...optionValues(parsed, 'spec')],
        ignore: optionValues(parsed, 'ignore', 'exclude'),
        extension: optionValues(parsed, 'extension', 'watch-extensions'),
        recursive: parsed.options.has('recursive') || parsed.options.has('R-ecursive'),
        ui: optionValues(parsed, 'ui', 'u')[0] ?? null,
      }
      return [scopeOf(directory, merge(own, found), project)]
    }),
  )

export const mochaScopes = (project: Project): Scope[] => {
  const scopes = commandScopes(project)
  const covered = new Set(scopes.map((scope) => scope.directory))
  const directories = new Set(project.paths.filter((path) => CONFIG_NAMES.some((name) => path === name || path.endsWith(`/${name}`))).map((path) => (path.includes('/') ? dirname(path) : '')))
  for (const directory of project.packages) if (project.packageJson(directory)?.content['mocha'] !== undefined) directories.add(directory)
  for (const directory of directories) if (!covered.has(directory)) scopes.push(scopeOf(directory, foundOptions(directory, project), project))
  if (scopes.length === 0)
    for (const directory of project.packages)
      if (project.packageJson(directory)?.dependencies['mocha'] !== undefined) scopes.push(scopeOf(directory, NOTHING, project))
  return scopes.length > 0 ? scopes : [{ ...scopeOf('', NOTHING, project), globals: null, detectedBy: 'name', isGuess: true }]
}
