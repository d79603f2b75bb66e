/**
 * Conditions on the machine: tests are listed on POSIX systems and CPython, so a value that hangs on another is not the
 * one; a statement under such a condition still may run, and says so.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { hostDataOf } from '../../evaluation/host-data.ts'
import { host, type HostValue, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { type Native, native } from './python-calls.ts'
import { likelihood } from './python-version.ts'
import { maySet } from './python-environment.ts'
import { iterate } from './python-iteration.ts'

interface Platform {
  readonly kind: 'platform'
  readonly python: 'object'
  readonly name: string
  /** What it isn't where tests are listed. */
  readonly others: readonly string[]
}

const platformOf = (value: Value): Platform | undefined => hostDataOf<Platform>(value, 'platform')

const platform = (name: string, others: readonly string[]): HostValue =>
  host(name, {
    member: (property) => {
      if (property === 'startswith') return native(property, ([start]) => startsWith(start, others))
      if (property === 'lower')
        return native(property, () =>
          platform(
            name,
            others.map((one) => one.toLowerCase()),
          ),
        )
      return MISSING
    },
    data: { kind: 'platform', python: 'object', name: 'str', others } satisfies Platform,
  })

const startsWith = (start: Value, others: readonly string[]): Value => {
  const starts = typeof start === 'object' && start?.kind === 'list' ? start.items : [start]
  return starts.every((one) => typeof one === 'string' && others.some((other) => other.startsWith(one))) ? inclined(false) : UNKNOWN
}

const INCLINED: Record<'true' | 'false', HostValue> = {
  true: host('python.inclined', { data: { python: 'object', name: 'bool' } }),
  false: host('python.inclined', { data: { python: 'object', name: 'bool' } }),
}

/** A truth where tests are listed; elsewhere it may be otherwise. */
export const inclined = (verdict: boolean): HostValue => INCLINED[`${verdict}`]

/** A variable of the environment that a project has names for and doesn't set: where tests are listed it isn't set. */
const UNSET: Value = { kind: 'unknown', path: 'os.environ.get()' }

/** What machines, shells and services set, or runners for what they run. */
const OFTEN_SET =
  /^(?:_|BROWSER|CI|COLORFGBG|COLORTERM|COLUMNS|DISPLAY|EDITOR|EMAIL|HISTFILE|HOME|HOST|HOSTNAME|HOSTTYPE|INVOCATION_ID|JOURNAL_STREAM|LANG|LANGUAGE|LESS|LESSCLOSE|LESSOPEN|LINES|LOGNAME|LS_COLORS|MAIL|MANPATH|OLDPWD|OSTYPE|PAGER|PATH|PS1|PWD|SHELL|SHLVL|TE?MP|TERM|TERM_PROGRAM|TMPDIR|TZ|UID|USER|USERNAME|VISUAL|WAYLAND_DISPLAY|WINDOWID|(?:.*_)?(?:HTTPS?|FTP|ALL|NO)_PROXY|(?:ANSIBLE|APPVEYOR|AZURE|BASH|BITBUCKET|BUILD|BUILDKITE|CIRCLE|CIRRUS|CODEBUILD|CONDA|CONTAINER|DBUS|DEBIAN|DESKTOP|DJANGO|DOCKER|DRONE|GDM|GH|GITHUB|GITLAB|GNOME|GPG|GTK|HOMEBREW|ITERM|JAVA|JENKINS|KUBERNETES|LC|LD|NETLIFY|NIX|NOX|NVM|PIP|POETRY|PYENV|PYTEST|PYTHON|QT|RUNNER|SEMAPHORE|SSH|SUDO|SYSTEM|TEAMCITY|TF|TMUX|TOX|TRAVIS|UV|VERCEL|VIRTUAL|VSCODE|VTE|WSL|XDG|XTERM)(?:_.*)?)$/

/** `os.environ.get(name)` and `os.getenv(name)`. */
export const environmentVariable: Native = ([name, ...others], { keywords, module, evaluator }) => {
  if (typeof name !== 'string' || others.length > 0 || keywords.size > 0) return UNKNOWN
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || OFTEN_SET.test(name)) return UNKNOWN
  return maySet(name, module, evaluator) ? UNKNOWN : UNSET
}

/** Undefined for all values but inclined ones. */
export const inclination = (value: Value): boolean | undefined =>
  value === INCLINED.true ? true : value === INCLINED.false || value === UNSET ? false : undefined

/** What a truth is where tests are listed, on a Python of today; undefined for all that is none of these. */
export const expectedTruth = (value: HostValue): boolean | undefined => inclination(value) ?? likelihood(value)

/** `os.environ.get('X') is None`; undefined where neither side is a variable, or the other side is more than nothing. */
const compareUnset = (operator: string, left: Value, right: Value): Value | undefined => {
  if (!((left === UNSET && right === null) || (left === null && right === UNSET))) return undefined
  if (operator === 'is' || operator === '==') return inclined(true)
  return operator === 'is not' || operator === '!=' ? inclined(false) : undefined
}

/** `sys.platform == 'win32'` and the like; undefined where neither side is about the machine. */
export const comparePlatform = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value | undefined => {
  const [machine, other] = platformOf(left) ? [left, right] : [right, left]
  const known = platformOf(machine)
  if (!known) return compareUnset(operator, left, right)
  const isIn = operator === 'in' || operator === 'not in'
  if (isIn && machine !== left) return UNKNOWN
  if (!isIn && operator !== '==' && operator !== '!=') return UNKNOWN
  const asked = isIn && typeof other !== 'string' ? iterate(other, evaluator) : { items: [other], open: false }
  const isNone = asked && !asked.open && asked.items.every((one) => typeof one === 'string' && known.others.includes(one))
  return isNone ? inclined(operator === '!=' || operator === 'not in') : UNKNOWN
}

export const OS_NAME = platform('os.name', ['nt', 'java', 'ce', 'dos'])
export const SYS_PLATFORM = platform('sys.platform', ['win32', 'cygwin', 'msys', 'emscripten', 'wasi', 'java', 'cli'])
const SYSTEM = platform('platform.system()', ['Windows', 'Java'])
const IMPLEMENTATION = platform('platform.python_implementation()', ['PyPy', 'Jython', 'IronPython', 'GraalVM'])

const gives = (name: string, value: Value): [string, Value] => [name, native(name, (() => value) satisfies Native)]

export const platformMembers: Record<string, Value> = Object.fromEntries([
  gives('system', SYSTEM),
  gives('python_implementation', IMPLEMENTATION),
])

/** `sys.implementation`. */
export const SYS_IMPLEMENTATION: Value = host('sys.implementation', {
  member: (name) => (name === 'name' ? platform('sys.implementation.name', ['pypy', 'jython', 'ironpython', 'graalpy']) : MISSING),
})
