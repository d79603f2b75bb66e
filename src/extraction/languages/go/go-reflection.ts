/** `reflect`, as far as suites that a repository runs by itself need it: what a type is called, and which methods it has. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { gaps } from '../../evaluation/scope.ts'
import {
  host,
  type HostValue,
  type Invocation,
  list,
  MISSING,
  type MissingMember,
  object,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { type Call, functions } from './go-library-texts.ts'
import { fieldsOf } from './go-conversion.ts'
import { REFLECTED_KINDS } from './go-durations.ts'
import { goMember } from './go-members.ts'
import { methodNamesOf } from './go-methods.ts'
import { isArray } from './go-pointers.ts'
import { typeName } from './go-type-names.ts'
import {
  box,
  isClass,
  isFloat,
  isList,
  isMap,
  isObject,
  isStructType,
  numberOf,
  POINTER,
  rememberedType,
  textOf,
  unbox,
} from './go-values.ts'

const REFLECTED = 'reflect.Value'

/** Only `reflected` makes hosts of this name, with what they hold as data. */
const heldBy = (value: Value): Value =>
  typeof value === 'object' && value?.kind === 'host' && value.name === REFLECTED ? (value.data as Value) : UNKNOWN

const withMembers = (name: string, calls: Record<string, Call>, data?: Value): HostValue => {
  const members = functions(calls)
  return host(name, { member: (member) => (members.has(member) ? members.get(member) : UNKNOWN), data })
}

/** Loops ask for them in every turn; what is found holds while one test is run. */
const methods = new WeakMap<object, { file: number; names: readonly string[] | undefined }>()

/** The exported methods that a value has, in the order of their names; undefined where its type isn't known. */
const methodsOf = (value: Value, evaluator: Evaluator): readonly string[] | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const known = methods.get(value)
  if (known?.file === gaps.file) return known.names
  const names = findMethods(value, evaluator)
  methods.set(value, { file: gaps.file, names })
  return names
}

const findMethods = (value: Value, evaluator: Evaluator): string[] | undefined => {
  const type = isList(value) || isMap(value) ? rememberedType(value) : isObject(value) ? value.prototype : undefined
  if (!isClass(type)) return undefined
  const names = methodNamesOf(type, evaluator, { isPointer: isObject(value) && value.type === POINTER })
  return names.filter((name) => /^\p{Lu}/u.test(name))
}

const numberOfMethods =
  (value: Value): Call =>
  ({ evaluator }) =>
    methodsOf(value, evaluator)?.length ?? UNKNOWN

/** What a function is called with: `[]reflect.Value{…}`. */
const callWith = (callee: Value, invocation: Invocation, methodOfType?: string): Value => {
  const [given] = invocation.arguments
  if (!isList(given) || given.open) return UNKNOWN
  const items = given.items.map(heldBy)
  const { evaluator } = invocation
  // A type's method is that of the value which it is given first.
  const called = methodOfType === undefined ? callee : methodNamed(items[0], methodOfType, evaluator)
  const result = evaluator.call(called, { ...invocation, arguments: methodOfType === undefined ? items : items.slice(1), expressions: [] })
  return list([reflected(result)])
}

const functionOf = (callee: Value, methodOfType?: string): HostValue =>
  withMembers(
    REFLECTED,
    {
      IsValid: () => true,
      IsNil: () => false,
      Interface: () => callee,
      Call: (invocation) => callWith(callee, invocation, methodOfType),
      Type: () => withMembers('reflect.Type', signatureOf(callee, methodOfType !== undefined)),
    },
    callee,
  )

const signatureOf = (callee: Value, isMethodOfType: boolean): Record<string, Call> => {
  if (typeof callee !== 'object' || callee?.kind !== 'closure') return {}
  const { parameters, results } = callee.facts
  return {
    NumIn: () => parameters.length + (isMethodOfType ? 1 : 0),
    ...(results === undefined ? { NumOut: () => 0 } : {}),
  }
}

const methodNamed = (value: Value, name: string, evaluator: Evaluator): Value | undefined => {
  if (!methodsOf(value, evaluator)?.includes(name)) return undefined
  const found = goMember(evaluator, value, name)
  return found === MISSING ? undefined : found
}

/** `reflect.Method`, as a type gives it: its function takes what it is a method of first. */
const methodOfType = (value: Value, name: string, evaluator: Evaluator): Value => {
  const method = methodNamed(value, name, evaluator)
  const found = object([['Name', name]], { open: true })
  if (method === undefined) return found
  found.entries.set('Func', functionOf(method, name))
  found.entries.set('Type', withMembers('reflect.Type', signatureOf(method, true)))
  return found
}

const KINDS = REFLECTED_KINDS.names

const kindCalled = (name: string): Value => box(KINDS.indexOf(name), REFLECTED_KINDS.type)

/** `reflect.String` and the like: constants are called as kinds print themselves, but for their first letter. */
export const KIND_CONSTANTS: readonly (readonly [string, Value])[] = [
  ...KINDS.map(
    (name) => [name === 'unsafe.Pointer' ? 'UnsafePointer' : name.charAt(0).toUpperCase() + name.slice(1), kindCalled(name)] as const,
  ),
  ['Pointer', kindCalled('ptr')],
]

const kindOf = (value: Value, evaluator: Evaluator): Value => {
  const name = kindName(value, evaluator)
  return name === undefined ? UNKNOWN : kindCalled(name)
}

const kindName = (value: Value, evaluator: Evaluator): string | undefined => {
  if (isObject(value) && isClass(value.prototype) && isStructType(value.prototype)) return value.type === POINTER ? 'ptr' : 'struct'
  if (typeof value === 'object' && value?.kind === 'closure') return 'func'
  const plain = unbox(value)
  if (isMap(plain)) return 'map'
  if (isList(plain)) return isArray(evaluator, plain) ? 'array' : 'slice'
  // Whether a number of a named type is an int or another isn't asked for names.
  if (typeof plain === 'string') return 'string'
  if (typeof plain === 'boolean') return 'bool'
  return typeof value === 'number' ? 'int' : isFloat(value) ? 'float64' : undefined
}

/** What there is none of: a field or a method that a value lacks. */
const NOTHING = withMembers(REFLECTED, { IsValid: () => false, Kind: () => kindCalled('invalid'), String: () => '<invalid Value>' })

/** A struct's fields by name and number; what a pointer leads to is asked for first. */
const ofFields = (value: Value): Record<string, Call> => {
  if (!isObject(value) || !isClass(value.prototype) || !isStructType(value.prototype)) return {}
  const { prototype } = value
  if (value.type === POINTER) return { Elem: ({ evaluator }) => reflected(goMember(evaluator, value, '*')) }
  return {
    NumField: () => fieldsOf(prototype).length,
    Field: ({ evaluator, arguments: [at] }) => {
      const name = fieldsOf(prototype)[numberOf(at) ?? -1]?.name
      const field = name === undefined ? MISSING : goMember(evaluator, value, name)
      return field === MISSING ? UNKNOWN : reflected(field)
    },
    FieldByName: ({ evaluator, arguments: [name] }) => {
      const text = textOf(name)
      if (text === undefined) return UNKNOWN
      const field = goMember(evaluator, value, text)
      const isMethod = typeof field === 'object' && field?.kind === 'closure' && !value.entries.has(text)
      return field === MISSING || isMethod ? NOTHING : reflected(field)
    },
  }
}

/** `reflect.Indirect(v)` */
export const indirect: Call = ({ evaluator, arguments: [given] }) => {
  const value = heldBy(given)
  return isObject(value) && value.type === POINTER ? reflected(goMember(evaluator, value, '*')) : given
}

const reflected = (value: Value | MissingMember): HostValue => (value === MISSING ? NOTHING : reflectedAs(value))

const reflectedAs = (value: Value): HostValue =>
  withMembers(
    REFLECTED,
    {
      Interface: () => value,
      Type: (invocation) => typeOf({ ...invocation, arguments: [value] }),
      NumMethod: numberOfMethods(value),
      Method: ({ evaluator, arguments: [at] }) => {
        const name = methodsOf(value, evaluator)?.[numberOf(at) ?? -1]
        const method = name === undefined ? undefined : methodNamed(value, name, evaluator)
        return method === undefined ? UNKNOWN : functionOf(method)
      },
      MethodByName: ({ evaluator, arguments: [name] }) => {
        const [names, text] = [methodsOf(value, evaluator), textOf(name)]
        if (!names || text === undefined) return UNKNOWN
        const method = methodNamed(value, text, evaluator)
        return method === undefined ? (names.includes(text) ? UNKNOWN : NOTHING) : functionOf(method)
      },
      Kind: ({ evaluator }) => kindOf(value, evaluator),
      String: () => (typeof unbox(value) === 'string' ? unbox(value) : UNKNOWN),
      ...ofFields(value),
      ...(isList(value) && !value.open
        ? { Len: () => value.items.length, Index: ({ arguments: [at] }: Invocation) => reflected(value.items[numberOf(at) ?? -1]) }
        : {}),
    },
    value,
  )

export const valueOf: Call = ({ arguments: [value] }) => reflected(value)

/** `reflect.TypeOf(x).String()` is what `%T` prints. */
export const typeOf: Call = ({ evaluator, arguments: [value] }) => {
  const name = typeName(evaluator, value)
  if (name === undefined) return UNKNOWN
  return withMembers('reflect.Type', {
    String: () => name,
    ...(name.startsWith('*') ? {} : { Name: () => name.slice(name.lastIndexOf('.') + 1) }),
    NumMethod: numberOfMethods(value),
    Kind: () => kindOf(value, evaluator),
    Method: (invocation) => {
      const found = methodsOf(value, invocation.evaluator)?.[numberOf(invocation.arguments[0]) ?? -1]
      return found === undefined ? UNKNOWN : methodOfType(value, found, invocation.evaluator)
    },
    MethodByName: (invocation) => {
      const [names, text] = [methodsOf(value, invocation.evaluator), textOf(invocation.arguments[0])]
      if (!names || text === undefined) return UNKNOWN
      const isThere = names.includes(text)
      return list([isThere ? methodOfType(value, text, invocation.evaluator) : UNKNOWN, isThere], { type: 'tuple' })
    },
  })
}
