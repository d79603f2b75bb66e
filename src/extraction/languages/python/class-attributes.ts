/** What Python itself knows of a class, beside the members that its body gives it. */
import { type ClassValue, list, type MissingMember, object, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { moduleName } from './module-names.ts'
import { builtins } from './python-builtins.ts'
import { isPythonHostData, native } from './python-calls.ts'
import { linearize } from './python-classes.ts'
import { namespaceOf } from './python-namespaces.ts'
import { namedTupleMember } from './python-records.ts'

/** A member that a class of Python's own, or of a package, gives those that extend it. */
const inheritedMember = (type: ClassValue, property: string): Value => {
  for (const base of linearize(type)) {
    const inherited = base.kind === 'host' && isPythonHostData(base.data) ? base.data.inherited : undefined
    if (inherited && Object.hasOwn(inherited, property)) return inherited[property]
  }
  return undefined
}

/** The class and all that it inherits from, in the order in which members are looked for. Not known where one of them isn't. */
const resolutionOrder = (type: ClassValue): Value => {
  const classes = linearize(type).filter((one) => one !== builtins['object'])
  return classes.some(({ kind }) => kind === 'unknown') ? UNKNOWN : list([...classes, builtins['object']], { type: 'tuple' })
}

/** An enumeration's members and their aliases by name. */
const membersByName = (type: ClassValue): Value =>
  object([...type.members].filter(([, member]) => typeof member === 'object' && member?.kind === 'object' && member.type === 'enum member'))

export const classAttribute = (type: ClassValue, name: string): Value | MissingMember => {
  switch (name) {
    case '__name__':
    case '__qualname__':
      return type.facts.name
    case '__module__':
      return moduleName(type.module)
    case '__dict__':
      return namespaceOf(type)
    case '__bases__':
      return list(type.bases.length > 0 ? [...type.bases] : [builtins['object']], { type: 'tuple' })
    case '__mro__':
      return resolutionOrder(type)
    case 'mro':
      return native(name, () => resolutionOrder(type))
    default:
      if (name === '__members__' && type.members.has('%enum')) return membersByName(type)
      return inheritedMember(type, name) ?? namedTupleMember(type, name)
  }
}
