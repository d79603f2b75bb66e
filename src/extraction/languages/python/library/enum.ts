/** `enum`: members are objects of their class, with a name and a value. */
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { type ClassValue, host, list, object, type ObjectValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { argument, native, nativeClass, nativeModule } from '../python-calls.ts'
import { createClass } from '../python-class-creation.ts'
import { linearize } from '../python-classes.ts'
import { iterate } from '../python-iteration.ts'
import { textOf } from '../python-text.ts'

const KINDS = ['Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag'] as const
type Kind = (typeof KINDS)[number]

/** An enumeration is also made by calling `Enum` with a name and its members. */
const functional =
  (kind: Kind) =>
  (_args: readonly Value[], invocation: Parameters<Parameters<typeof native>[1]>[1]): Value => {
    const { evaluator, module, site } = invocation
    const name = argument(invocation, 0, 'value')
    const names = argument(invocation, 1, 'names')
    if (typeof name !== 'string') return UNKNOWN
    const type = createClass(name, [ENUM_CLASSES[kind]], module, site.line)
    const given =
      typeof names === 'string' ? { items: names.split(/[\s,]+/).filter((part) => part !== ''), open: false } : iterate(names, evaluator)
    const isMapping = typeof names === 'object' && names?.kind === 'object'
    for (const [index, item] of (given?.items ?? []).entries()) {
      const pair = typeof item === 'string' ? null : iterate(item, evaluator)
      const [label, value] = pair
        ? pair.items
        : [item, isMapping ? names.entries.get(item) : kind === 'StrEnum' && typeof item === 'string' ? item.toLowerCase() : index + 1]
      if (typeof label === 'string') type.members.set(label, value)
    }
    finishEnumeration(type)
    return type
  }

export const ENUM_CLASSES = Object.fromEntries(
  KINDS.map((kind) => [kind, nativeClass(`enum.${kind}`, { call: (args, invocation) => functional(kind)(args, invocation) })]),
) as Record<Kind, Value>

const AUTO = 'enum.auto()'

/** Each call is a value of its own, so that a member which repeats another's is told from one that counts on. */
const isAuto = (value: Value): boolean => typeof value === 'object' && value?.kind === 'host' && value.name === AUTO

export const enumModule = nativeModule('enum', {
  ...ENUM_CLASSES,
  EnumMeta: nativeClass('enum.EnumMeta'),
  EnumType: nativeClass('enum.EnumType'),
  auto: native('auto', () => host(AUTO)),
  unique: native('unique', ([type]) => type),
})

const ENUM_BASES = new Set<string>(KINDS.map((kind) => `enum.${kind}`))

const isMemberName = (name: string): boolean => !/^(?:_.*|.*%.*|mro)$/.test(name)

const isMember = (value: Value): boolean => {
  if (typeof value !== 'object' || value === null) return value !== undefined
  if (value.kind === 'host') return isAuto(value)
  return value.kind !== 'closure' && value.kind !== 'class'
}

/** Makes the plain values of an enumeration's body its members. */
export const finishEnumeration = (type: ClassValue): void => {
  const ancestors = linearize(type)
  const base = ancestors.find(
    (one) =>
      (one.kind === 'host' && ENUM_BASES.has(one.name)) ||
      (one.kind === 'unknown' && /(?:^|\.)(?:Text|Integer)Choices$/.test(one.path ?? '')),
  )
  if (!base) return
  const prefix = base.kind === 'host' ? base.name : ''
  const isText = prefix === 'enum.StrEnum' || ancestors.some((one) => one.kind === 'host' && one.name === 'str')
  const isNumber = prefix === 'enum.IntEnum' || prefix === 'enum.IntFlag'
  const isFlag = prefix === 'enum.Flag' || prefix === 'enum.IntFlag'
  const known: ObjectValue[] = []
  const byWritten = new Map<Value, ObjectValue>()
  for (const [name, written] of type.members) {
    if (!isMemberName(name) || !isMember(written)) continue
    const value = isAuto(written) ? nextValue(name, known, prefix === 'enum.StrEnum', isFlag) : written
    const alias =
      byWritten.get(written) ??
      known.find((member) => member.entries.get('value') === value && value !== undefined && (typeof value !== 'object' || value === null))
    if (alias) {
      type.members.set(name, alias)
      continue
    }
    const member = object([
      ['name', name],
      ['value', value],
    ])
    member.type = 'enum member'
    member.prototype = type
    // These print as the value they are.
    const text = prefix === 'enum.StrEnum' || isNumber ? textOf(value) : undefined
    if (text !== undefined) member.entries.set('%str', text)
    if (isText && typeof value === 'string') member.entries.set('%text', value)
    if (isNumber && typeof value === 'number') member.entries.set('%number', value)
    known.push(member)
    if (isAuto(written)) byWritten.set(written, member)
    type.members.set(name, member)
  }
  type.members.set('%enum', list([...known]))
}

/** One of Python's own enumerations. Which members there are besides hangs on its version and the machine. */
export const libraryEnumeration = (
  module: string,
  name: string,
  kind: 'IntEnum' | 'IntFlag' | 'StrEnum',
  members: Iterable<readonly [string, Value]>,
): ClassValue => {
  const type = createClass(name, [ENUM_CLASSES[kind]], new ModuleInstance(module), 0)
  for (const [member, value] of members) type.members.set(member, value)
  finishEnumeration(type)
  type.open = 'enum(…)'
  return type
}

const nextValue = (name: string, known: readonly ObjectValue[], isText: boolean, isFlag: boolean): Value => {
  if (isText) return name.toLowerCase()
  let highest = 0
  for (const member of known) {
    const value = member.entries.get('value')
    if (typeof value === 'number') highest = isFlag ? Math.max(highest, value) : value
  }
  if (!isFlag) return highest + 1
  return highest === 0 ? 1 : 2 ** (Math.floor(Math.log2(highest)) + 1)
}
