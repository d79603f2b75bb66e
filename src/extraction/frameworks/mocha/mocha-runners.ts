/** Programs that are Mocha, or hand their arguments on to it. */
import { perProject } from '../../per-project.ts'

/** Those that are known, with options of their own that take a value. */
export const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  mocha: [],
  'electron-mocha': [],
  'ts-mocha': ['p', 'project'],
  'mocha-parallel-tests': [],
  mochapack: [],
  'mocha-webpack': [],
  'mocha-chrome': [],
}

/** A package that is called so (`esmocha`) and that a script starts. */
const CALLED_AFTER_MOCHA = /^(?!karma-|eslint-)[\w-]+mocha$/

/** The names of those that scripts of this repository may start. */
export const runnersIn = perProject<void, ReadonlySet<string>>(
  (project) =>
    new Set([
      ...Object.keys(RUNNERS),
      ...project.packages.flatMap((directory) =>
        Object.keys(project.packageJson(directory)?.dependencies ?? {}).filter((name) => CALLED_AFTER_MOCHA.test(name)),
      ),
    ]),
)
