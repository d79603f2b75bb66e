/**
 * Who runs a repository's Python tests, by what its configuration and scripts say: a mention of pytest, wherever it is
 * installed or called, is stronger than one of `unittest`, since pytest runs both kinds of tests.
 */
import { perProject } from '../../per-project.ts'
import { wordsOf } from './command-words.ts'
import { isMakefile, withoutAssignments, withoutTargets, withVariables } from '../../makefile.ts'
import { pytestTargets } from './pytest-calls.ts'
import { stepsHere } from './steps-here.ts'

export interface UnittestRun {
  /** The directory that discovery begins in. */
  start: string
  pattern: string
}

export interface PythonRunner {
  kind: 'pytest' | 'unittest' | 'undecided'
  /** What calls of `unittest discover` say; empty where none is found. */
  runs: UnittestRun[]
  /** Whether a call of `unittest` is told nothing at all: it discovers from the top, if that is where it is made. */
  isCalledPlainly: boolean
  /** What other calls of `unittest` are told to run: modules, classes, functions that make suites, files. */
  targets: string[]
  /** Files that calls of pytest are told to look into. */
  pytestFiles: string[]
  /** Whether the repository's requirements or scripts name a package. */
  installs(name: string): boolean
}

const SCRIPT =
  /^(?:[^/]+\/){0,2}(?:tox\.ini|setup\.cfg|setup\.py|pyproject\.toml|Makefile|GNUmakefile|makefile|justfile|noxfile\.py|tasks\.py|Pipfile|environment\.ya?ml|[\w.-]*requirements[\w.-]*\.(?:txt|in)|(?:run_?)?tests?\.sh)$|^(?:[^/]+\/)?requirements\/[\w.-]+\.(?:txt|in)$|^\.(?:github\/workflows\/[^/]+\.ya?ml|travis\.yml|gitlab-ci\.yml|circleci\/config\.yml)$|^(?:azure-pipelines|appveyor)\.yml$/

/** Whether a path may say how Python's tests are run. */
export const saysPythonRunner = (path: string): boolean => SCRIPT.test(path)

const PYTEST = /\bpy\.?test\b/
const UNITTEST =
  /-m\s+unittest\b|\bunittest\s+discover\b|\bsetup\.py\s+(?:\S+\s+)*test\b|\bmanage\.py\s+test\b|\bdjango-admin\s+test\b|\bruntests(?:\.py)?\b|\bnosetests\b|\bstestr\b/
const UNITTEST_CALL = /-m\s+unittest\b([^\n;&|#)]*)/g

/** A call of `unittest`: the directory that its line goes to before, undefined where that isn't known (it may be the top), and what it is told. */
interface Call {
  readonly directory: string | undefined
  readonly words: readonly string[]
}

const CHANGES_DIRECTORY = /\bcd\s+([^\s;&|]+)/g

const directoryBefore = (text: string, at: number): string | undefined => {
  // What a subshell goes to is left with it: `(cd docs; make html); python -m unittest`.
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at).replaceAll(/\([^()]*\)/g, '')
  const [first, ...others] = before.matchAll(CHANGES_DIRECTORY)
  if (!first) return ''
  const directory = first[1]?.replace(/^\.\//, '').replace(/\/$/, '') ?? ''
  return others.length === 0 && /^\w[\w./-]*$/.test(directory) ? directory : undefined
}

const callsIn = (text: string): Call[] =>
  [...text.matchAll(UNITTEST_CALL)].map(({ index, 1: rest = '' }) => ({
    directory: directoryBefore(text, index),
    words: wordsOf(rest).filter((word) => word !== ''),
  }))

export const pythonRunner = perProject<void, PythonRunner>((project) => {
  const plain = project.paths.filter(saysPythonRunner).map((path) => {
    const text = readScript(project.text(path) ?? '')
    return { path, text: path.startsWith('.github/workflows/') ? stepsHere(text, project) : text }
  })
  const texts = plain.map(({ path, text }) => (isMakefile(path) ? withVariables(text) : text))
  const calls = texts.flatMap(callsIn)
  const [runs, targets] = [calls.flatMap(discovery), [...new Set(calls.flatMap(({ words }) => targetsOf(words)))]]
  const pytestFiles = texts
    .flatMap((text, at) => pytestTargets(isMakefile(plain[at]?.path ?? '') ? withoutTargets(text) : text))
    .map((word) => word.replace(/^\.\//, '').replace(/::.*$/, ''))
    .filter((word) => word.endsWith('.py') && project.has(word))
  const isPytest =
    texts.some((text) => PYTEST.test(text)) || project.paths.some((path) => /(?:^|\/)(?:conftest\.py|\.?pytest\.(?:ini|toml))$/.test(path))
  // It lives as long as the project: what a makefile's variables expand to is not kept for it.
  const installs = (name: string): boolean => plain.some(({ text }) => new RegExp(`(?:^|[\\s"'\\[,=])${name}(?![\\w-])`, 'm').test(text))
  const isCalledPlainly = texts.some((text, at) =>
    callsIn(isMakefile(plain[at]?.path ?? '') ? withoutAssignments(text) : text).some(
      ({ directory, words }) => (directory === '' || directory === undefined) && isPlain(words),
    ),
  )
  const told = { runs, isCalledPlainly, targets, pytestFiles: [...new Set(pytestFiles)], installs }
  if (isPytest) return { kind: 'pytest', ...told }
  if (texts.some((text) => UNITTEST.test(text)) || project.paths.includes('manage.py')) return { kind: 'unittest', ...told }
  return { kind: 'undecided', ...told }
})

/** A script without comments, its lines that go on joined. */
const readScript = (text: string): string => text.replace(/^\s*#.*$/gm, '').replace(/\\\r?\n\s*/g, ' ')

const isFlag = (word: string): boolean => /^-\w+$/.test(word)

/** `tests.test_a`, `tests.test_a.TestB`, `tests/test_a.py`; what comes of a variable is nobody's guess. */
const targetsOf = (words: readonly string[]): string[] => {
  const plain = words.filter((word, at) => !word.startsWith('-') && words[at - 1] !== '-k')
  return plain[0] === 'discover' ? [] : plain.filter((word) => /^[A-Za-z_][\w.]*$|^[\w./-]+\.py$/.test(word))
}

const isPlain = (words: readonly string[]): boolean => words.every((word) => /^--?\w[\w-]*$/.test(word))

/** What a call of `unittest discover` is told: by option, or in order. One that is told nothing discovers where it is made. */
const discovery = ({ directory = '', words: call }: Call): UnittestRun[] => {
  if (directory !== '' && isPlain(call)) return [{ start: directory, pattern: 'test*.py' }]
  const begin = call.findIndex((word) => !isFlag(word))
  if (call[begin] !== 'discover') return []
  const words = call.slice(begin + 1)
  const run: UnittestRun = { start: '', pattern: 'test*.py' }
  const plain: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const option = /^(-s|-p|-t|--start-directory|--pattern|--top-level-directory)(?:=(.*))?$/.exec(word)
    if (option) {
      const value = option[2] ?? words[++at] ?? ''
      if (/^(?:-s|--start)/.test(word)) run.start = value
      else if (/^(?:-p|--pattern)/.test(word)) run.pattern = value
    } else if (word !== '' && !word.startsWith('-')) plain.push(word)
  }
  if (plain[0] !== undefined && /^[\w./-]+$/.test(plain[0])) run.start ||= plain[0]
  if (plain[1]?.endsWith('.py')) run.pattern = plain[1]
  run.start = [directory, run.start.replace(/^\.\/?/, '').replace(/\/$/, '')].filter((part) => part !== '').join('/')
  return [run]
}
