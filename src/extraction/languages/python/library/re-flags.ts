/** The flags of regular expressions: `re.I | re.M`. */
import { host, type HostValue, type Value } from '../../../evaluation/value.ts'
import type { ExpressionFlag } from '../expression-syntax.ts'
import type { PythonHostData } from '../python-calls.ts'

interface FlagData extends PythonHostData {
  readonly flags: readonly ExpressionFlag[]
}

const isFlagData = (data: unknown): data is FlagData => typeof data === 'object' && data !== null && 'flags' in data

/** In the order in which Python tells them. */
export const FLAGS: readonly [name: string, short: string, flags: readonly ExpressionFlag[]][] = [
  ['ASCII', 'A', ['a']],
  ['IGNORECASE', 'I', ['i']],
  ['UNICODE', 'U', ['u']],
  ['MULTILINE', 'M', ['m']],
  ['DOTALL', 'S', ['s']],
  ['VERBOSE', 'X', ['x']],
]

export const flagValue = (name: string, flags: readonly ExpressionFlag[]): HostValue =>
  host(name, { data: { python: 'object', name, isTrue: true, flags } satisfies FlagData })

/** Undefined where it isn't known; no flags are 0. */
export const flagsOf = (value: Value): readonly ExpressionFlag[] | undefined => {
  if (value === undefined || value === 0) return []
  return typeof value === 'object' && value?.kind === 'host' && isFlagData(value.data) ? value.data.flags : undefined
}

/** `re.I | re.M`; undefined where a side isn't one of them. */
export const joinFlags = (left: Value, right: Value): Value | undefined => {
  const isFlag = (value: Value): boolean => typeof value === 'object' && value?.kind === 'host' && isFlagData(value.data)
  const [own, other] = [flagsOf(left), flagsOf(right)]
  if (!own || !other || (!isFlag(left) && !isFlag(right))) return undefined
  const all = new Set([...own, ...other])
  const names = FLAGS.filter(([, , flags]) => flags.some((flag) => all.has(flag))).map(([name]) => `re.${name}`)
  return flagValue(names.join('|'), [...all])
}

/** How flags are shown, as ids of parameters are. */
export const shownFlags = (value: HostValue): string | undefined => (isFlagData(value.data) ? value.data.name : undefined)
