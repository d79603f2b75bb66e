/** `super()`: the members of the classes that come after the one around it. */
import type { Scope } from '../../evaluation/scope.ts'
import { bound } from '../../evaluation/members.ts'
import { type ClassValue, host, type Invocation, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { native } from './python-calls.ts'
import { linearize } from './python-classes.ts'
import { construct, fieldsOf, initialize, makesByFields } from './python-fields.ts'
import { superInMetaclass } from './python-metaclasses.ts'

const isClass = (value: Value): value is ClassValue => typeof value === 'object' && value?.kind === 'class'

/** The class whose body a method stands in, and what its first parameter holds. */
const around = (scope: Scope | undefined): { type: Value; self: Value } | undefined => {
  for (let at = scope ?? null; at; at = at.parent) {
    if (!at.parent?.isClassBody) continue
    const [first] = at.names.values()
    return { type: at.parent.receiver?.value, self: first?.value }
  }
  return undefined
}

/** What comes after a class where an instance, or a class, looks for its members. */
const memberAfter = (type: ClassValue, self: Value, name: string, invocation: Invocation): Value => {
  const isInstance = typeof self === 'object' && self?.kind === 'object'
  const start = isInstance ? self.prototype : self
  if (!isClass(start)) return UNKNOWN
  const order = linearize(start)
  const after = order.slice(order.indexOf(type) + 1)
  if (!order.includes(type)) return UNKNOWN
  for (const one of after) {
    if (one.kind === 'class' && makesByFields(one)) {
      const fields = fieldsOf(one)
      if (name === '__init__' && isInstance && fields)
        return native(
          name,
          (_args, given) => {
            initialize(self, fields, given)
            return null
          },
          { takesOpen: true },
        )
      if (name === '__new__' && fields?.kind === 'tuple')
        return native(name, ([made, ...args], given) => (isClass(made) ? construct(made, fields, { ...given, arguments: args }) : UNKNOWN))
    }
    if (one.kind !== 'class') return UNKNOWN
    if (!one.members.has(name)) continue
    const member = bound(invocation.evaluator, one.members.get(name), self)
    return member === MISSING ? UNKNOWN : called(member, name)
  }
  // What all classes have sets nothing up.
  return name === '__init__' || name === '__init_subclass__' ? native(name, () => null) : UNKNOWN
}

/** A method is entered wherever it stands: what it sets up is what the call is for. */
const called = (member: Value, name: string): Value =>
  typeof member === 'object' && member?.kind === 'closure'
    ? native(name, (_args, given) => given.evaluator.call(member, given), { takesOpen: true })
    : member

export const superOf = (args: readonly Value[], invocation: Invocation): Value => {
  const inMetaclass = superInMetaclass(invocation.evaluator)
  if (inMetaclass) return inMetaclass
  const { type, self } = args.length === 0 ? (around(invocation.scope) ?? {}) : { type: args[0], self: args[1] }
  return isClass(type) && self !== undefined ? host('super', { member: (name) => memberAfter(type, self, name, invocation) }) : UNKNOWN
}
