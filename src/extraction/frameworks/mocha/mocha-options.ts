/** Mocha's options as it reads them: arguments, then the nearest `.mocharc.*`, then `mocha` in package.json; lists are joined. */
import { dirname, join } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import { parseJson } from '../../parse-json.ts'
import { isOpenAt, isTrueAt, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { optionValues, parseArguments, type ParsedArguments } from '../../languages/javascript/package-scripts.ts'
import { parseYaml } from '../../parse-yaml.ts'
import type { Project } from '../../project.ts'

export interface Options {
  spec: string[]
  /** Files that are loaded before the others. */
  file: string[]
  /** What is loaded before all of them, and declares nothing. */
  require: string[]
  ignore: string[]
  extension: string[]
  recursive: boolean
  ui: string | null
  /** Whether more specs may be configured, by what isn't in the repository. */
  isOpen: boolean
}

export const NO_OPTIONS: Options = { spec: [], file: [], require: [], ignore: [], extension: [], recursive: false, ui: null, isOpen: false }

const CONFIG_NAMES = ['.mocharc.cjs', '.mocharc.js', '.mocharc.mjs', '.mocharc.yaml', '.mocharc.yml', '.mocharc.jsonc', '.mocharc.json']

export const isMochaConfiguration = (path: string): boolean =>
  /(?:^|\/)(?:[\w.-]*mocha(?:rc)?[\w.-]*\.(?:[cm]?js|ya?ml|jsonc?)|mocha\.opts)$/.test(path) && !/\.(?:test|spec)\./.test(path)

export const isFoundByItself = (path: string): boolean => CONFIG_NAMES.some((name) => path === name || path.endsWith(`/${name}`))

const strings = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string')

const fromPlain = (content: unknown): Options => {
  if (typeof content !== 'object' || content === null) return NO_OPTIONS
  const record = content as Record<string, unknown>
  return {
    spec: strings(record['spec']),
    file: strings(record['file']),
    require: [...strings(record['require']), ...strings(record['import'])],
    ignore: [...strings(record['ignore']), ...strings(record['exclude'])],
    extension: strings(record['extension']),
    recursive: record['recursive'] === true,
    ui: strings(record['ui'] ?? record['u'])[0] ?? null,
    isOpen: false,
  }
}

export const joinOptions = (first: Options, second: Options): Options => ({
  spec: [...first.spec, ...second.spec],
  file: [...first.file, ...second.file],
  require: [...first.require, ...second.require],
  ignore: [...first.ignore, ...second.ignore],
  extension: [...first.extension, ...second.extension],
  recursive: first.recursive || second.recursive,
  ui: first.ui ?? second.ui,
  isOpen: first.isOpen || second.isOpen,
})

/** Configurations that extend configurations that extend … */
const MOST_EXTENSIONS = 8

const extending = (own: Options, bases: readonly string[], path: string, project: Project, depth: number): Options =>
  bases.reduce((options, base) => {
    const found = base.startsWith('.') ? repositoryPath(base, dirname(path)) : null
    const file = found === null ? undefined : [found, `${found}.js`, `${found}.json`, `${found}.cjs`].find((one) => project.has(one))
    if (file === undefined) return { ...options, isOpen: options.isOpen || own.spec.length === 0 }
    return depth >= MOST_EXTENSIONS ? options : joinOptions(options, optionsAt(file, project, depth + 1))
  }, own)

/** The options of one configuration file, whatever its form. */
export const optionsAt = (path: string, project: Project, depth = 0): Options => {
  if (/\.[cm]?[jt]s$/.test(path)) {
    const value = project.configuration(path)
    const own: Options = {
      spec: stringsAt(value, 'spec') ?? [],
      file: stringsAt(value, 'file') ?? [],
      require: [...(stringsAt(value, 'require') ?? []), ...(stringsAt(value, 'import') ?? [])],
      ignore: [...(stringsAt(value, 'ignore') ?? []), ...(stringsAt(value, 'exclude') ?? [])],
      extension: stringsAt(value, 'extension') ?? [],
      recursive: isTrueAt(value, 'recursive'),
      ui: stringAt(value, 'ui') ?? stringAt(value, 'u'),
      isOpen: isOpenAt(value, 'spec'),
    }
    return extending(own, stringsAt(value, 'extends') ?? [], path, project, depth)
  }
  const text = project.text(path)
  if (text === null) return NO_OPTIONS
  if (path.endsWith('.opts'))
    return fromArguments(
      parseMochaArguments(
        text
          .replaceAll(/^\s*#.*$/gm, '')
          .match(/[^\s"']+|"[^"]*"|'[^']*'/g)
          ?.map((word) => word.replaceAll(/^["']|["']$/g, '')) ?? [],
      ),
    )
  try {
    const content: unknown = /\.ya?ml$/.test(path) ? parseYaml(text) : parseJson(text)
    const bases = typeof content === 'object' && content !== null && 'extends' in content ? strings(content.extends) : []
    return extending(fromPlain(content), bases, path, project, depth)
  } catch {
    return NO_OPTIONS
  }
}

/** What Mocha finds by itself when it starts in a directory: the nearest configuration file upwards, and package.json's own. */
export const foundOptions = (directory: string, project: Project): Options => {
  let file: string | undefined
  for (let at = directory; ; at = directoryOf(at)) {
    file = CONFIG_NAMES.map((name) => join(at, name)).find((path) => project.has(path))
    if (file !== undefined || at === '') break
  }
  const old = join(directory, 'test/mocha.opts')
  const own = file === undefined ? (project.has(old) ? optionsAt(old, project) : NO_OPTIONS) : optionsAt(file, project)
  return joinOptions(own, fromPlain(project.packageJson(directory)?.content['mocha']))
}

/** All others take no value, those of Node.js that Mocha hands on included. */
const TAKE_VALUES = new Set([
  'require', 'r', 'import', 'loader', 'experimental-loader', 'conditions', 'reporter', 'R', 'reporter-option', 'reporter-options', 'O', 'ui', 'u',
  'timeout', 'timeouts', 't', 'slow', 's', 'grep', 'g', 'fgrep', 'f', 'config', 'package', 'spec', 'file', 'ignore', 'exclude', 'extension',
  'watch-extensions', 'watch-files', 'watch-ignore', 'global', 'globals', 'jobs', 'j', 'retries', 'node-option', 'n', 'opts', 'compilers', 'env-file',
  'max-parallel', 'preload', 'project', 'type-check-project', 'webpack-config', 'mode', 'include', 'stack-trace-limit',
]) // prettier-ignore

export const parseMochaArguments = (args: readonly string[], more: readonly string[] = []): ParsedArguments => {
  const names = args.filter((word) => word.startsWith('-')).map((word) => word.replace(/^--?/, '').replace(/=.*/s, ''))
  return parseArguments(args, new Set(names.filter((name) => !TAKE_VALUES.has(name) && !more.includes(name))))
}

export const fromArguments = (parsed: ParsedArguments): Options => ({
  spec: [...parsed.positional, ...optionValues(parsed, 'spec')],
  file: optionValues(parsed, 'file'),
  require: optionValues(parsed, 'require', 'r', 'import'),
  ignore: optionValues(parsed, 'ignore', 'exclude'),
  extension: optionValues(parsed, 'extension', 'watch-extensions'),
  recursive: parsed.options.has('recursive'),
  ui: optionValues(parsed, 'ui', 'u')[0] ?? null,
  isOpen: false,
})
