/** Which files borp gives to node:test: its arguments, then its configuration file, then its default. https://github.com/mcollina/borp */
import { join } from 'node:path/posix'
import { optionValues, parseArguments } from '../../languages/javascript/package-scripts.ts'
import { parseYaml } from '../../parse-yaml.ts'
import type { Project } from '../../project.ts'

const FLAGS = new Set([
  'only', 'o', 'watch', 'w', 'coverage', 'C', 'no-timeout', 'expose-gc', 'help', 'h', 'no-typescript', 'T', 'check-coverage',
]) // prettier-ignore

const DEFAULT = '**/*.test.{cjs,mjs,js}'
const TYPESCRIPT = '**/*.test.{cts,mts,ts}'

export const isBorpConfiguration = (name: string): boolean => name === '.borp.yaml' || name === '.borp.yml'

const configuredFiles = (directory: string, project: Project): string[] => {
  for (const name of ['.borp.yaml', '.borp.yml']) {
    const text = project.text(join(directory, name))
    if (text === null) continue
    try {
      const content: unknown = parseYaml(text)
      const files = typeof content === 'object' && content !== null && 'files' in content ? content.files : []
      return [files].flat().filter((file) => typeof file === 'string')
    } catch {
      return []
    }
  }
  return []
}

/** borp compiles what a tsconfig.json covers and runs that; what stands in the repository is what it was compiled from. */
const compilesTypeScript = (directory: string, project: Project): boolean => project.has(join(directory, 'tsconfig.json'))

export const borpSelection = (
  directory: string,
  args: readonly string[],
  project: Project,
): { directory: string; patterns: string[]; ignored: string[] } => {
  const parsed = parseArguments(args, FLAGS)
  const named = [...parsed.positional, ...configuredFiles(directory, project)].map((file) => file.replace(/^(?:\.\/)+/, ''))
  const ignored = [...optionValues(parsed, 'ignore', 'i'), ...named.filter((file) => file.startsWith('!')).map((file) => file.slice(1))]
  const files = named.filter((file) => !file.startsWith('!'))
  const [pattern] = optionValues(parsed, 'pattern', 'p')
  const isCompiled = compilesTypeScript(directory, project) && !parsed.options.has('no-typescript') && !parsed.options.has('T')
  const byDefault = isCompiled ? [DEFAULT, TYPESCRIPT] : [DEFAULT]
  return {
    directory,
    patterns: files.length > 0 ? files : pattern === undefined ? byDefault : [pattern.replace(/^(?:\.\/)+/, '')],
    ignored,
  }
}
