/** What a class's metaclass and its bases make of it when its body has run: both may give it more methods. */
import { certainEntries } from '../../evaluation/doubtful-entries.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClassValue, type ClosureValue, host, type HostValue, list, object, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { invoke, native } from './python-calls.ts'
import { findMember, methodResolutionOrder } from './python-classes.ts'

interface Making {
  readonly type: ClassValue
  /** Whether `type.__new__` has been called. */
  isMade: boolean
}

/** The classes that are being made, the innermost last. */
const makings = new WeakMap<Evaluator, Making[]>()
const metaclasses = new WeakMap<ClassValue, ClassValue>()

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

/** The class has the names that are left in the dictionary, in that order. */
const takeNames = (type: ClassValue, names: Value): void => {
  if (typeof names !== 'object' || names?.kind !== 'object') return
  const hidden = [...type.members].filter(([name]) => name.startsWith('%'))
  type.members.clear()
  for (const [name, value] of [...hidden, ...certainEntries(names)]) if (typeof name === 'string') type.members.set(name, value)
  if (names.open) type.open = 'type(…)'
}

/** `type.__new__(metaclass, name, bases, names)`: the class that is being made, with these names. */
const newClass = native('__new__', (args, { evaluator }) => {
  const making = makings.get(evaluator)?.at(-1)
  if (!making) return UNKNOWN
  making.isMade = true
  takeNames(making.type, args.at(3))
  return making.type
})

/** What `type` has for metaclasses; `super()` in one of their methods is `type` itself. */
export const typeMember = (name: string): Value =>
  name === '__new__' ? newClass : name === '__init__' ? native(name, () => null) : UNKNOWN

const SUPER_IN_METACLASS = host('super', { member: typeMember })

/** What `super()` is while a metaclass makes a class. */
export const superInMetaclass = (evaluator: Evaluator): HostValue | undefined =>
  (makings.get(evaluator)?.length ?? 0) > 0 ? SUPER_IN_METACLASS : undefined

const metaclassOf = (type: ClassValue, evaluator: Evaluator): ClassValue | undefined => {
  const written = type.facts.keywords?.find(({ name }) => name === 'metaclass')
  const value = written && type.scope.parent ? evaluator.evaluate(written.value, type.scope.parent) : undefined
  if (typeof value === 'object' && value?.kind === 'class') return value
  return methodResolutionOrder(type)
    .slice(1)
    .map((base) => metaclasses.get(base))
    .find((one) => one !== undefined)
}

const runMetaclass = (type: ClassValue, metaclass: ClassValue, evaluator: Evaluator): void => {
  const names = object(
    [...type.members].filter(([name]) => !name.startsWith('%')),
    { birth: evaluator.uncertainty },
  )
  const given: Value[] = [type.facts.name, list([...type.bases], { type: 'tuple' }), names]
  const create = findMember(metaclass, '__new__')?.value
  const making: Making = { type, isMade: false }
  const stack = makings.get(evaluator) ?? []
  makings.set(evaluator, stack)
  stack.push(making)
  try {
    if (isClosure(create)) invoke(evaluator, create, [metaclass, ...given])
    if (isClosure(create) && !making.isMade) takeNames(type, names)
    const initialize = findMember(metaclass, '__init__')?.value
    if (isClosure(initialize)) invoke(evaluator, initialize, [type, ...given])
  } finally {
    stack.pop()
  }
}

/** The nearest base that wants to know of its subclasses is told. */
const tellBase = (type: ClassValue, evaluator: Evaluator): void => {
  const told = methodResolutionOrder(type)
    .slice(1)
    .find((base) => base.members.has('__init_subclass__'))
    ?.members.get('__init_subclass__')
  if (!isClosure(told)) return
  const keywords = (type.facts.keywords ?? []).filter(({ name }) => name !== 'metaclass' && name !== '**')
  const scope = type.scope.parent ?? type.scope
  const { receiver: _none, ...plain } = told
  invoke(evaluator, plain, [type], new Map(keywords.map(({ name, value }) => [name, evaluator.evaluate(value, scope)])))
}

/** Only where tests may be made of it: elsewhere classes are registered and checked, and nothing is listed by that. */
export const finishByMetaclass = (type: ClassValue, evaluator: Evaluator): void => {
  if (type.module.facts?.vocabulary !== true) return
  const metaclass = metaclassOf(type, evaluator)
  if (metaclass) metaclasses.set(type, metaclass)
  evaluator.onBodyAllowance(() => {
    if (metaclass) runMetaclass(type, metaclass, evaluator)
    tellBase(type, evaluator)
  })
}
