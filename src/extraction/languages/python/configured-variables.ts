/**
 * Variables of the environment that a repository sets for its test runs: pytest-env's `env`, tox's `set_env`, Hatch's
 * `env-vars`, a nox session's `env`.
 */
import { parse } from 'smol-toml'
import { perProject } from '../../per-project.ts'

const CONFIGURATION = /(?:^|\/)(?:\.?pytest\.ini|tox\.ini|setup\.cfg|\.?pytest\.toml|pyproject\.toml)$|^noxfile\.py$/

/** An option of an ini file with the indented lines that go on with it. */
const INI_OPTION = /^(?:env|set_?env)[ \t]*[=:](.*(?:\r?\n(?:[ \t#;].*)?)*)/gm

/** `A=1`, in pytest-env after `D:` or `R:`. */
const ASSIGNED = /^[ \t]*(?:[A-Z]:)*([A-Za-z_]\w*)[ \t]*=/gm

const TOML_OPTIONS = new Set(['env', 'pytest_env', 'set_env', 'setenv', 'env-vars', 'env_vars'])

const assignedIn = (lines: string): string[] => [...lines.matchAll(ASSIGNED)].map(([, name = '']) => name)

const namesInIni = (text: string): string[] => [...text.matchAll(INI_OPTION)].flatMap(([, lines = '']) => assignedIn(lines))

/** Tables in tables, deeper than any configuration has them. */
const NESTING_LIMIT = 20

const isTable = (value: unknown): value is object => typeof value === 'object' && value !== null

const namesInTable = (table: unknown, depth = 0): string[] => {
  if (!isTable(table) || depth > NESTING_LIMIT) return []
  return Object.entries(table).flatMap(([key, value]: [string, unknown]): string[] => {
    if (typeof value === 'string') return key === 'legacy_tox_ini' ? namesInIni(value) : TOML_OPTIONS.has(key) ? assignedIn(value) : []
    if (!isTable(value)) return []
    const inner = namesInTable(value, depth + 1)
    if (!TOML_OPTIONS.has(key)) return inner
    const own = Array.isArray(value) ? value.flatMap((one) => (typeof one === 'string' ? assignedIn(one) : [])) : Object.keys(value)
    return [...own, ...inner]
  })
}

const namesInToml = (text: string): string[] => {
  try {
    return namesInTable(parse(text))
  } catch {
    return []
  }
}

/** `session.env["A"] = …`, `session.run(…, env={"A": …})`, `env=dict(A=…)`. */
const namesInSessions = (text: string): string[] => [
  ...[...text.matchAll(/\benv\[\s*["'](\w+)["']\s*\]/g)].map(([, name = '']) => name),
  ...[...text.matchAll(/\benv=(?:\{|dict\()([^})]*)/g)].flatMap(([, inner = '']) =>
    [...inner.matchAll(/\b(\w+)["']?\s*[:=]/g)].map(([, name = '']) => name),
  ),
]

/** Their names, sorted, each once. */
export const configuredVariables = perProject<void, string[]>((project) => {
  const names = project.paths
    .filter((path) => CONFIGURATION.test(path))
    .flatMap((path) => {
      const text = project.text(path) ?? ''
      return path.endsWith('.py') ? namesInSessions(text) : path.endsWith('.toml') ? namesInToml(text) : namesInIni(text)
    })
  return [...new Set(names)].toSorted()
})
