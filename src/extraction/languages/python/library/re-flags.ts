/** The flags of regular expressions, `re.I | re.M`: numbers that show their names. */
import { object, type ObjectValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import type { ExpressionFlag } from '../expression-syntax.ts'
import { integerOf } from '../python-numbers.ts'
import { libraryEnumeration } from './enum.ts'

/** In the order in which Python tells them. `DEBUG` changes nothing of what is found. */
const FLAGS: readonly { names: readonly [string, ...string[]]; bit: number; flag?: ExpressionFlag }[] = [
  { names: ['ASCII', 'A'], bit: 256, flag: 'a' },
  { names: ['IGNORECASE', 'I'], bit: 2, flag: 'i' },
  { names: ['LOCALE', 'L'], bit: 4 },
  { names: ['UNICODE', 'U'], bit: 32, flag: 'u' },
  { names: ['MULTILINE', 'M'], bit: 8, flag: 'm' },
  { names: ['DOTALL', 'S'], bit: 16, flag: 's' },
  { names: ['VERBOSE', 'X'], bit: 64, flag: 'x' },
  { names: ['DEBUG'], bit: 128 },
]

const REGEX_FLAG = libraryEnumeration('re', 'RegexFlag', 'IntFlag', [])

const members = new Map<number, ObjectValue>()

/** One object for each number; undefined where no flags make it up. */
const flagMember = (bits: number): ObjectValue | undefined => {
  const known = members.get(bits)
  if (known) return known
  const names = FLAGS.flatMap(({ names: [name], bit }) => ((bits & bit) === 0 ? [] : [name]))
  if (FLAGS.reduce((left, { bit }) => left & ~bit, bits) !== 0) return undefined
  const shown = names.length === 0 ? 're.NOFLAG' : names.map((name) => `re.${name}`).join('|')
  const member = object([
    ['name', names.length === 0 ? 'NOFLAG' : names.join('|')],
    ['value', bits],
    ['%number', bits],
    ['%str', shown],
    ['%repr', shown],
  ])
  member.type = 'enum member'
  member.prototype = REGEX_FLAG
  members.set(bits, member)
  return member
}

/** What `re` has by name. */
export const flagConstants: Readonly<Record<string, Value>> = {
  NOFLAG: flagMember(0),
  ...Object.fromEntries(FLAGS.flatMap(({ names, bit }) => names.map((name) => [name, flagMember(bit)]))),
}
for (const [name, member] of Object.entries(flagConstants)) REGEX_FLAG.members.set(name, member)

/** Undefined where they aren't known, or mean what isn't followed. */
export const flagsOf = (value: Value): readonly ExpressionFlag[] | undefined => {
  const bits = value === undefined ? 0 : integerOf(value)
  if (typeof bits !== 'number') return undefined
  const set = FLAGS.filter(({ bit }) => (bits & bit) !== 0)
  const isFollowed = flagMember(bits) !== undefined && set.every(({ bit, flag }) => flag !== undefined || bit === 128)
  return isFollowed ? set.flatMap(({ flag }) => flag ?? []) : undefined
}

const isFlag = (value: Value): boolean => typeof value === 'object' && value?.kind === 'object' && value.prototype === REGEX_FLAG

const COMBINATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '|': (left, right) => left | right,
  '&': (left, right) => left & right,
  '^': (left, right) => left ^ right,
}

/** `re.I | re.M`, and with numbers; undefined for all else. */
export const combineFlags = (operator: string, left: Value, right: Value): Value | undefined => {
  const combine = Object.hasOwn(COMBINATIONS, operator) ? COMBINATIONS[operator] : undefined
  if (!combine || (!isFlag(left) && !isFlag(right))) return undefined
  const [one, other] = [integerOf(left), integerOf(right)]
  return typeof one === 'number' && typeof other === 'number' ? (flagMember(combine(one, other)) ?? UNKNOWN) : undefined
}
