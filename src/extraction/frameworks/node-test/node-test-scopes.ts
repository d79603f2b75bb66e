/** Where node:test runs in a repository: `node --test` in scripts with its patterns, scripts that run a file, or its defaults. */
import { dirname, join } from 'node:path/posix'
import type { Scope } from '../../framework.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning } from '../../languages/javascript/package-scripts.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'

const ENDINGS = '{js,cjs,mjs,ts,cts,mts,tsx,jsx}'
const DEFAULTS = [
  `**/*{.,-,_}test.${ENDINGS}`,
  `**/test-*.${ENDINGS}`,
  `**/test.${ENDINGS}`,
  `**/test/**/*.${ENDINGS}`,
]

const RUNNERS = ['node', 'tsx', 'ts-node', 'bun', 'borp', 'c8', 'babel-node']

/** Options of node whose value is the next word. */
const WITH_VALUE = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--test-reporter', '--test-reporter-destination', '--test-name-pattern', '--test-concurrency', '--test-timeout', '--env-file', '--test-skip-pattern', '--test-shard'])

const positionals = (args: readonly string[]): string[] => {
  const found: string[] = []
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    if (WITH_VALUE.has(word)) at++
    else if (!word.startsWith('-')) found.push(word)
  }
  return found
}

const scope = (directory: string, patterns: readonly string[], detectedBy: 'config' | 'name'): Scope => {
  const matches = matchesAny(patterns, { base: directory })
  return {
    framework: 'node:test',
    directory,
    includes: (path) => matches(path) && !path.includes('node_modules/'),
    globals: null,
    detectedBy,
    ...(detectedBy === 'name' ? { isGuess: true } : {}),
    key: JSON.stringify([directory, patterns]),
  }
}

const expand = (word: string, directory: string, project: Project): string[] => {
  const normal = word.replace(/^(?:\.\/)+/, '').replace(/\/$/, '')
  const path = repositoryPath(normal, directory)
  if (path === null || /[*?{[(]/.test(normal) || project.has(path)) return [normal]
  return DEFAULTS.map((pattern) => join(normal, pattern))
}

export const nodeTestScopes = (project: Project): Scope[] => {
  const scopes: Scope[] = []
  let isConfigured = false
  for (const runner of RUNNERS)
    for (const { directory, arguments: args } of commandsRunning(project, runner)) {
      const words = positionals(args)
      const isTesting = args.includes('--test') || args.includes('--experimental-test-coverage') || runner === 'borp'
      isConfigured ||= isTesting
      if (isTesting) {
        const patterns = words.filter((word) => word !== 'node' && word !== 'tsx').flatMap((word) => expand(word, directory, project))
        scopes.push(scope(directory, patterns.length > 0 ? patterns : DEFAULTS, 'config'))
      } else {
        const [file] = words
        const path = file === undefined ? null : repositoryPath(file, directory)
        const found = path === null ? undefined : [path, `${path}.js`, `${path}/index.js`].find((one) => project.has(one))
        if (found !== undefined) scopes.push(scope(dirname(found) === '.' ? '' : dirname(found), [found.split('/').at(-1) ?? ''], 'config'))
      }
    }
  // A script of the repository's own may well start `node --test`: what is named as a test is taken for one.
  return isConfigured ? scopes : [...scopes, scope('', DEFAULTS, 'name')]
}
