/** Commands in `package.json` scripts, in shell scripts that these start, and in a makefile beside it: which runner is started, where, with which arguments. */
import { join } from 'node:path/posix'
import { repositoryPath } from './node-library.ts'
import { ANYTHING, shellWords } from './shell-words.ts'
import { recipesIn } from '../../makefile.ts'
import { matchesAny } from '../../path-patterns.ts'
import { commandsInShell, isTestScript } from '../../shell-script.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'

export interface ScriptCommand {
  /** The package's directory, where the command runs. */
  directory: string
  /** The word that names the program, as it is written. */
  program: string
  /** The words after the runner's name; `ANYTHING` stands in them for variables. */
  arguments: string[]
  /** Variables that are set for it: `MODE=e2e vitest`, `cross-env MODE=e2e vitest`. */
  environment: Readonly<Record<string, string>>
}

/** More than people set for one command: each command has its own. */
const MOST_VARIABLES = 50
const NO_VARIABLES: Readonly<Record<string, string>> = {}

/** With what a word sets, if it sets a variable to something that is known. */
const withSetting = (environment: Readonly<Record<string, string>>, word: string): Readonly<Record<string, string>> => {
  if (!word.includes('=') || Object.keys(environment).length >= MOST_VARIABLES) return environment
  const [, name, value] = /^([A-Za-z_]\w*)=([^\0`]*)$/s.exec(word) ?? []
  return name === undefined || value === undefined ? environment : { ...environment, [name]: value }
}

/** The project as a command finds it that is started with these variables. */
export const inEnvironment = (project: Project, environment: Readonly<Record<string, string>>): Project =>
  Object.keys(environment).length === 0
    ? project
    : {
        get paths() {
          return project.paths
        },
        get packages() {
          return project.packages
        },
        get packageNames() {
          return project.packageNames
        },
        has: project.has,
        text: project.text,
        packageJson: project.packageJson,
        configuration: (path) => project.configuration(path, environment),
        reading: project.reading,
      }

/**
 * What the shell makes of a glob without quotes before the runner sees it: `**` is `*` to it, unless that matches nothing.
 * Braces it leaves as they are.
 */
const asShellExpands = (word: string, directory: string, project: Project): string => {
  if (!/(?:^|\/)\*\*\//.test(word) || /[{}!]/.test(word)) return word
  const expanded = word.replaceAll('**', '*')
  const matches = matchesAny([expanded], { base: directory, dot: false })
  return project.paths.some(matches) ? expanded : word
}

const OPERATORS = new Set(['&&', '||', ';', '|', '&', '(', ')'])

const commandsOf = (script: string, expand: (bare: string) => string): string[][] => {
  const commands: string[][] = [[]]
  for (const word of shellWords(script, expand)) {
    if (OPERATORS.has(word)) commands.push([])
    else commands.at(-1)?.push(word)
  }
  return commands.filter((command) => command.length > 0)
}

/** `node_modules/.bin/mocha`, `./node_modules/mocha/bin/mocha.js`, `mocha@10` and `mocha` are all mocha. */
const programName = (word: string): string =>
  (word.startsWith('@') ? word : (word.split('/').at(-1) ?? word))
    .replace(/(?<=.)@[\w.^~-]+$/, '')
    .replace(/\.[cm]?js$/, '')
    .replace(/^_/, '')

/** `npm run mocha -- test/unit`, `yarn mocha test/unit`: the command of another script, where that gets more arguments. Null: no script is run by name. */
const runByName = (
  words: readonly string[],
  scripts: Readonly<Record<string, string>>,
  commandsIn: (script: string) => readonly string[][],
): string[][] | null => {
  const isRun = (word = ''): boolean => /^run(?:-script)?$/.test(word)
  const at = words.findIndex((word, index) => {
    const next = words[index + 1] ?? ''
    return /^(?:npm|pnpm|yarn|bun)$/.test(word) && (isRun(next) || (/^(?:pnpm|yarn)$/.test(word) && Object.hasOwn(scripts, next)))
  })
  if (at < 0) return null
  // `npm run -s build`: npm's own options stand before the name.
  const named = isRun(words[at + 1]) ? words.findIndex((word, index) => index > at + 1 && !word.startsWith('-')) : at + 1
  const script = scripts[words[named] ?? '']
  if (script === undefined) return null
  const rest = words.slice(named + 1)
  const isSeparated = rest[0] === '--'
  if (rest.length === 0 || (words[at] === 'npm' && !isSeparated)) return []
  const command = commandsIn(script).at(-1)
  return command ? [[...command, ...(isSeparated ? rest.slice(1) : rest)]] : []
}

/** Scripts that run scripts that run … */
const MOST_NAMES = 4

/** A script's commands with those in their places that they run by name; after `cd` the names are those of another package. */
const byName = (commands: readonly string[][], run: (command: string[]) => string[][] | null): string[][] => {
  const left = commands.findIndex(([program]) => program === 'cd')
  const resolved = (command: string[], depth = 0): string[][] => {
    const named = depth < MOST_NAMES ? run(command) : null
    return named === null ? [command] : named.flatMap((one) => resolved(one, depth + 1))
  }
  return commands.flatMap((command, at) => (left >= 0 && at > left ? [command] : resolved(command)))
}

/** Packages of one repository have the same scripts, and these the same words. */
const remembering = <Result>(make: (text: string) => Result): ((text: string) => Result) => {
  const made = new Map<string, Result>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    const result = make(text)
    made.set(text, result)
    return result
  }
}

/** In the order in which make looks for one. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile']

const recipesOf = (directory: string, project: Project): string[] => {
  const path = MAKEFILES.map((name) => join(directory, name)).find((one) => project.has(one))
  return path === undefined ? [] : recipesIn(project.text(path) ?? '')
}

/** Of one package: scripts start scripts that start … */
const MOST_SHELL_SCRIPTS = 20

const commandsOfScript = perProject((project, path: string) => commandsInShell(project.text(path) ?? ''))

/** What may stand before a script that is started. */
const STARTS_SCRIPT = /^(?:(?:ba)?sh|env|cross-env|time|exec|source|\.|-.*|[A-Za-z_]\w*=.*)$/s

const scriptStartedBy = (words: readonly string[]): string | undefined => {
  const word = words.find((one) => !STARTS_SCRIPT.test(one))
  return word !== undefined && isTestScript(word) ? word : undefined
}

/** These commands and those of the shell scripts that they start, which are taken to run where the package is. */
const withShellScripts = (
  commands: readonly string[][],
  directory: string,
  project: Project,
  split: (script: string) => readonly string[][],
): string[][] => {
  const all = [...commands]
  const seen = new Set<string>()
  for (const words of all) {
    const word = scriptStartedBy(words)
    const path = word === undefined ? null : repositoryPath(word, directory)
    if (path === null || seen.has(path) || seen.size >= MOST_SHELL_SCRIPTS || !project.has(path)) continue
    seen.add(path)
    for (const line of commandsOfScript(project, path)) all.push(...split(line))
  }
  return all
}

/** Commands by the name of each program that they name, in one pass over all scripts. */
const commandsByProgram = perProject<void, Map<string, ScriptCommand[]>>((project) => {
  const found = new Map<string, ScriptCommand[]>()
  const programOf = remembering(programName)
  const split = remembering((script) => commandsOf(script, (word) => word))
  for (const directory of project.packages) {
    const scripts = project.packageJson(directory)?.scripts ?? {}
    const expand = (word: string): string => asShellExpands(word, directory, project)
    const commandsIn = (script: string): readonly string[][] => (script.includes('**/') ? commandsOf(script, expand) : split(script))
    const named = (script: string): string[][] => byName(commandsIn(script), (command) => runByName(command, scripts, commandsIn))
    const written = [...Object.values(scripts), ...recipesOf(directory, project)].flatMap(named)
    for (const words of withShellScripts(written, directory, project, named)) {
      const programs = new Set<string>()
      let environment = NO_VARIABLES
      for (const [at, word] of words.entries()) {
        const program = programOf(word)
        if (programs.has(program)) continue
        programs.add(program)
        const command = { directory, program: word, arguments: words.slice(at + 1), environment }
        const known = found.get(program)
        if (known) known.push(command)
        else found.set(program, [command])
        environment = withSetting(environment, word)
      }
    }
  }
  return found
})

/** The commands of all scripts that start a runner of this name, whatever starts it (`npx`, `cross-env`, `c8`, …). */
export const commandsRunning = (
  project: Project,
  runner: string,
  follows: (words: readonly string[]) => boolean = () => true,
): ScriptCommand[] => (commandsByProgram(project).get(runner) ?? []).filter((command) => follows(command.arguments))

/** The commands that start a program of the repository's own which is called after a runner: `node scripts/run-mocha.js test`. */
export const commandsCalledAfter = (project: Project, runner: string): ScriptCommand[] => {
  const isCalledSo = new RegExp(`(?:^|[._-])${runner}(?:[._-]|$)`)
  return [...commandsByProgram(project)].flatMap(([name, commands]) =>
    name === runner || !isCalledSo.test(name)
      ? []
      : commands.filter(({ program, directory }) => {
          const path = /\.[cm]?[jt]s$/.test(program) ? repositoryPath(program, directory) : null
          return path !== null && project.has(path)
        }),
  )
}

export interface ParsedArguments {
  positional: string[]
  /** Values by option name without dashes; an option without a value has `true`. */
  options: Map<string, (string | true)[]>
}

/** A variable within a path may be anything. */
const asGlob = (word: string): string => word.replaceAll(ANYTHING, '*')

/**
 * Splits arguments into options and the rest. `flags` take no value; all other options take the next word. What is nothing
 * but a variable is left out, and with it the option that it is the value of.
 */
export const parseArguments = (args: readonly string[], flags: ReadonlySet<string>): ParsedArguments => {
  const parsed: ParsedArguments = { positional: [], options: new Map() }
  const put = (name: string, value: string | true): void =>
    void parsed.options.set(name, [...(parsed.options.get(name) ?? []), value === true ? value : asGlob(value)])
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    if (word === '--' || word === ANYTHING) continue
    if (!word.startsWith('-') || word === '-') {
      parsed.positional.push(asGlob(word))
      continue
    }
    const [, name = '', , value] = /^--?([^=]+)(=(.*))?$/s.exec(word) ?? []
    const next = args[at + 1]
    if (value === ANYTHING) continue
    if (value !== undefined) put(name, value)
    else if (flags.has(name) || next === undefined || next.startsWith('-')) put(name, true)
    else {
      if (next !== ANYTHING) put(name, next)
      at++
    }
  }
  return parsed
}

export const optionValues = (parsed: ParsedArguments, ...names: string[]): string[] =>
  names.flatMap((name) => parsed.options.get(name) ?? []).filter((value) => typeof value === 'string')
