/** Mocha is what Web Test Runner has run in browsers where nothing else is said. https://modern-web.dev/docs/test-runner/cli-and-configuration/ */
import { join } from 'node:path/posix'
import { itemsAt, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { optionValues, type ScriptCommand } from '../../languages/javascript/package-scripts.ts'
import type { Project } from '../../project.ts'
import { NO_OPTIONS, type Options, parseMochaArguments } from './mocha-options.ts'

export const WEB_TEST_RUNNERS = ['wtr', 'web-test-runner']

const NAMES = ['js', 'mjs', 'cjs'].map((ending) => `web-test-runner.config.${ending}`)

/** What a command of it has Mocha run; null where nothing names files. */
export const webTestRunnerOptions = ({ directory, arguments: args }: ScriptCommand, project: Project): Options | null => {
  const parsed = parseMochaArguments(args, ['files', 'group', 'root-dir', 'c'])
  const [config] = optionValues(parsed, 'config', 'c')
  const paths = config === undefined ? NAMES.map((name) => join(directory, name)) : [repositoryPath(config, directory) ?? '']
  const path = paths.find((one) => project.has(one))
  const configuration = path === undefined ? undefined : project.configuration(path)
  const written = [...parsed.positional, ...optionValues(parsed, 'files')]
  const [group] = optionValues(parsed, 'group')
  const groups = itemsAt(configuration, 'groups').filter((one) => group === undefined || stringAt(one, 'name') === group)
  const configured = [...(group === undefined ? [configuration] : []), ...groups].flatMap((one) => stringsAt(one, 'files') ?? [])
  const files = written.length > 0 ? written : configured
  const spec = files.filter((file) => !file.startsWith('!'))
  const ignore = files.filter((file) => file.startsWith('!')).map((file) => file.slice(1).replace(/^(?:\.\/)+/, ''))
  // A configuration that only a run makes names them all the same.
  const isOpen = spec.length === 0 && path !== undefined
  return spec.length === 0 && !isOpen
    ? null
    : { ...NO_OPTIONS, spec, ignore, isOpen, ui: stringAt(configuration, 'testFramework', 'config', 'ui') }
}
