import type { ClassValue, Value } from '../../evaluation/value.ts'
import { isPythonHostData } from '../../languages/python/python-calls.ts'
import { findMember, linearize, methodResolutionOrder } from '../../languages/python/python-classes.ts'
import { fieldsOf } from '../../languages/python/python-fields.ts'

/** Classes of Python's own that bring no constructor. */
const PLAIN_BASES = new Set(['object', 'abc.ABC', 'typing.Generic', 'typing.Protocol'])

/** pytest makes instances without arguments: a class with a constructor holds no tests. */
export const hasConstructor = (type: ClassValue): boolean => {
  if (findMember(type, '__init__') || findMember(type, '__new__') || fieldsOf(type) || type.members.has('%enum')) return true
  return linearize(type).some(
    (one) =>
      one.kind === 'host' &&
      isPythonHostData(one.data) &&
      one.data.python === 'class' &&
      !PLAIN_BASES.has(one.name) &&
      !one.name.startsWith('unittest.'),
  )
}

const isAbstractMember = (value: Value): boolean =>
  typeof value === 'object' && value?.kind === 'closure' && value.attributes.get('__isabstractmethod__') === true

/** With methods that are still to be written. */
export const isAbstract = (type: ClassValue): boolean => {
  const order = methodResolutionOrder(type)
  const isChecked =
    linearize(type).some((one) => one.kind === 'host' && one.name === 'abc.ABC') ||
    order.some((one) => one.facts.keywords?.some(({ name }) => name === 'metaclass'))
  return (
    isChecked &&
    order.some((one) =>
      [...one.members].some(([name, value]) => isAbstractMember(value) && isAbstractMember(findMember(type, name)?.value)),
    )
  )
}
