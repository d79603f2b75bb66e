/**
 * Who runs a repository's Python tests, by what its configuration and scripts say: a mention of pytest, wherever it is
 * installed or called, is stronger than one of `unittest`, since pytest runs both kinds of tests.
 */
import { perProject } from '../../per-project.ts'

export interface UnittestRun {
  /** The directory that discovery begins in. */
  start: string
  pattern: string
}

export interface PythonRunner {
  kind: 'pytest' | 'unittest' | 'undecided'
  /** What calls of `unittest discover` say; empty where none is found. */
  runs: UnittestRun[]
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
const DISCOVER = /-m\s+unittest(?:\s+-\w+)*\s+discover\b([^\n;&|#]*)/g

export const pythonRunner = perProject<void, PythonRunner>((project) => {
  const texts = project.paths.filter(saysPythonRunner).map((path) => withoutComments(project.text(path) ?? ''))
  const runs = texts.flatMap(discoveries)
  const isPytest =
    texts.some((text) => PYTEST.test(text)) || project.paths.some((path) => /(?:^|\/)(?:conftest\.py|\.?pytest\.(?:ini|toml))$/.test(path))
  const installs = (name: string): boolean => texts.some((text) => new RegExp(`(?:^|[\\s"'\\[,])${name}(?![\\w-])`, 'm').test(text))
  if (isPytest) return { kind: 'pytest', runs, installs }
  if (texts.some((text) => UNITTEST.test(text)) || project.paths.includes('manage.py')) return { kind: 'unittest', runs, installs }
  return { kind: 'undecided', runs, installs }
})

const withoutComments = (text: string): string => text.replace(/^\s*#.*$/gm, '')

/** What each `unittest discover` in a text is told: by option, or in order. */
const discoveries = (text: string): UnittestRun[] =>
  [...text.matchAll(DISCOVER)].map(([, rest = '']) => {
    const words = rest
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^["']|["'],?$/g, ''))
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
    run.start = run.start.replace(/^\.\/?/, '').replace(/\/$/, '')
    return run
  })
