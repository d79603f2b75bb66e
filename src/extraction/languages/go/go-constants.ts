/** Constants in slices, maps and structs: they have the type that their place has. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ObjectValue, Value } from '../../evaluation/value.ts'
import { asField, convertConstant, fieldsOf, isConstant, underlying } from './go-conversion.ts'
import { goTypeOf, isClass, isList, isObject, rememberedType } from './go-values.ts'

/** What a slice, an array or a map holds that is given a constant. */
export const asElementOf = (evaluator: Evaluator, target: Value, value: Value): Value => {
  if (!isConstant(value) || (!isList(target) && !isObject(target))) return value
  let type = rememberedType(target)
  if (isClass(type)) type = underlying(evaluator, type)
  const goType = goTypeOf(type)
  return goType?.kind === 'slice' || goType?.kind === 'array' || goType?.kind === 'map'
    ? convertConstant(evaluator, goType.element, value)
    : value
}

/** The same of a struct's field. */
export const asFieldOf = (evaluator: Evaluator, target: ObjectValue, name: string, value: Value): Value => {
  const { prototype } = target
  const field = isConstant(value) && isClass(prototype) ? fieldsOf(prototype).find((one) => one.name === name) : undefined
  return field && isClass(prototype) ? asField(evaluator, prototype, field.type, value) : value
}
