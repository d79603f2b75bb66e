/** `url.Values`: maps with methods that change them. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type Invocation, isUnknown, list, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { assignTo } from './go-assignments.ts'
import { appended } from './go-backing.ts'
import { remove, universalType } from './go-builtins.ts'
import { convert } from './go-conversion.ts'
import type { Call } from './go-library-texts.ts'
import { keysLike } from './go-map-keys.ts'
import { escapeQuery } from './go-url-escapes.ts'
import { compareValues, isList, isMap, isNil, rememberType, textOf, typeValue } from './go-values.ts'

const newTexts = (value: Value, evaluator: Evaluator): Value =>
  rememberType(list([value], { birth: evaluator.uncertainty }), typeValue({ kind: 'slice', element: universalType('string') }))

/** What a key holds; undefined where there is none. */
const held = (values: ObjectValue, key: Value): Value => {
  const { found, isFound, possible } = keysLike(values, key)
  if (isFound) return values.entries.get(found)
  return values.open || possible.length > 0 || isUnknown(key) ? UNKNOWN : undefined
}

type Method = (values: ObjectValue, invocation: Invocation) => Value

/** Adds a text to what a key holds. */
export const addText = (values: ObjectValue, key: Value, text: Value, evaluator: Evaluator): void => {
  const former = held(values, key)
  const isNone = former === undefined || isNil(former)
  assignTo(
    values,
    key,
    isNone ? newTexts(text, evaluator) : isList(former) ? appended(evaluator, former, [text], false) : UNKNOWN,
    evaluator,
  )
}

const encode = (values: ObjectValue): Value => {
  if (values.open) return UNKNOWN
  const parts: string[] = []
  for (const key of [...values.entries.keys()].toSorted(compareValues)) {
    const [name, texts] = [textOf(key), values.entries.get(key)]
    if (name === undefined || !isList(texts) || texts.open) return UNKNOWN
    for (const one of texts.items) {
      const text = textOf(one)
      if (text === undefined) return UNKNOWN
      parts.push(`${escapeQuery(name)}=${escapeQuery(text)}`)
    }
  }
  return parts.join('&')
}

const METHODS: Record<string, Method> = {
  Get: (values, { arguments: [key] }) => {
    const texts = held(values, key)
    if (texts === undefined || isNil(texts)) return ''
    if (!isList(texts)) return UNKNOWN
    return texts.items.length > 0 ? texts.items[0] : texts.open ? UNKNOWN : ''
  },
  Has: (values, { arguments: [key] }) => {
    const { isFound, possible } = keysLike(values, key)
    return isFound || (values.open || possible.length > 0 || isUnknown(key) ? UNKNOWN : false)
  },
  Set: (values, { arguments: [key, text], evaluator }) => {
    assignTo(values, key, newTexts(text, evaluator), evaluator)
    return UNKNOWN
  },
  Add: (values, { arguments: [key, text], evaluator }) => {
    addText(values, key, text, evaluator)
    return UNKNOWN
  },
  Del: (values, { arguments: [key], evaluator }) => remove({ evaluator, arguments: [values, key] }),
  Encode: encode,
}

const methods = new Map<string, Value>(
  Object.entries(METHODS).map(([name, method]): [string, Value] => {
    const call: Call = (invocation) => (isMap(invocation.receiver) ? method(invocation.receiver, invocation) : UNKNOWN)
    return [name, host(name, { call })]
  }),
)

const NAMED = host('url.Values', { instanceMember: (name) => (methods.has(name) ? methods.get(name) : MISSING) })

/** The type. */
export const valuesType = (): Value => {
  const string = universalType('string')
  const type = { kind: 'map', key: string, element: typeValue({ kind: 'slice', element: string }), named: NAMED } as const
  return typeValue(type, ({ evaluator, arguments: [value] }) => {
    const made = convert(evaluator, typeValue(type), value)
    return isMap(made) ? rememberType(made, typeValue(type)) : made
  })
}
