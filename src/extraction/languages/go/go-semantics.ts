/** How Go's programs are evaluated. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Semantics } from '../../evaluation/semantics.ts'
import { either, type Invocation, isUnknown, MISSING, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { sliceOf } from './go-backing.ts'
import { universe } from './go-builtins.ts'
import { partOfBytes } from './go-bytes.ts'
import { isOfType } from './go-asserted-types.ts'
import { convert, toBasic, underlying, zeroValue } from './go-conversion.ts'
import { sprint } from './go-format.ts'
import { iterate } from './go-iterate.ts'
import { keysLike, loseContents } from './go-map-keys.ts'
import { goMember } from './go-members.ts'
import { assignTo } from './go-assignments.ts'
import { address, cellOf, dereference, stored } from './go-pointers.ts'
import { binaryOperation } from './go-operators.ts'
import { givenTo, inferTypes, returnedFrom } from './go-signatures.ts'
import { instantiate } from './go-type-arguments.ts'
import { runUnknownSubtests, wrapTest } from './go-wrapped-tests.ts'
import {
  asPointer,
  box,
  goTypeOf,
  isBoxed,
  isClass,
  isList,
  isMap,
  isNil,
  isObject,
  isStructType,
  LITERAL,
  numberOf,
  POINTER,
  rememberedType,
  wholeTextOf,
  typeValue,
  unbox,
} from './go-values.ts'

const lookUp = (evaluator: Evaluator, map: Value, key: Value): { value: Value; found: boolean | undefined } => {
  if (map === null) return { value: UNKNOWN, found: false }
  if (!isMap(map)) return { value: UNKNOWN, found: undefined }
  const { found, isFound, possible } = keysLike(map, key)
  if (isFound) return { value: map.entries.get(found), found: true }
  if (map.open || possible.length > 0) return { value: UNKNOWN, found: undefined }
  let type = rememberedType(map)
  if (isClass(type)) type = evaluator.evaluate(type.facts.keywords?.[0]?.value ?? { kind: 'unknown' }, type.scope)
  const goType = goTypeOf(type)
  return { value: goType?.kind === 'map' ? zeroValue(evaluator, goType.element) : UNKNOWN, found: false }
}

const index = (target: Value, key: Value, evaluator: Evaluator): Value => {
  if (typeof target === 'object' && (target?.kind === 'closure' || target?.kind === 'class'))
    return instantiate(target, isList(key) && key.type === 'tuple' ? key.items : [key])
  const cell = cellOf(target)
  if (cell) return index(cell.get(), key, evaluator)
  // A function of the library with types.
  if (typeof target === 'object' && target?.kind === 'host') return target
  const number = numberOf(key)
  if (isList(target)) return number !== undefined && number < target.items.length ? target.items[number] : UNKNOWN
  const text = wholeTextOf(target)
  if (text !== undefined) {
    const byte = number === undefined ? undefined : Buffer.from(text)[number]
    return byte ?? UNKNOWN
  }
  return lookUp(evaluator, target, key).value
}

const slice = (target: Value, from: Value, to: Value, limit: Value): Value => {
  const start = from === undefined ? 0 : numberOf(from)
  const [end, last] = [numberOf(to), numberOf(limit)]
  if (start === undefined || (to !== undefined && end === undefined) || (limit !== undefined && last === undefined)) return UNKNOWN
  if (isList(target)) return sliceOf(target, start, end, last)
  const text = wholeTextOf(target)
  if (text === undefined) return UNKNOWN
  const cut = Buffer.from(text).subarray(start, end).toString()
  return typeof unbox(target) === 'string' ? cut : partOfBytes(target, cut)
}

/** A package's variable that is declared without a value: other code sets it. A struct has its methods all the same. */
const sharedValue = (type: Value): Value => {
  if (!isClass(type) || !isStructType(type)) return UNKNOWN
  const made = object([], { open: true })
  made.prototype = type
  return made
}

/** `(*T)(nil)` is written where an interface is to hold a nil that has a type, which is none of its own. */
const toPointer = (evaluator: Evaluator, to: Value, value: Value): Value => (value === null ? UNKNOWN : convert(evaluator, to, value))

const isAny = (type: Value): boolean => {
  const goType = goTypeOf(type)
  return goType?.kind === 'opaque' && goType.name !== 'error' && goType.name !== 'func' && goType.name !== 'chan'
}

const SIZED_NAMES = /^(?:u?int(?:8|16|32|64|ptr)?|byte|float32)$/

/** What is left of a number in the bits that its type has. */
const wrapped = (evaluator: Evaluator, value: Value): Value => {
  if (!isBoxed(value)) return value
  const { prototype } = value
  const goType = goTypeOf(isClass(prototype) ? underlying(evaluator, prototype) : prototype)
  return goType?.kind === 'basic' && SIZED_NAMES.test(goType.name) ? box(toBasic(goType.name, value), prototype) : value
}

const unary = (operator: string, operand: Value, evaluator: Evaluator): Value => {
  switch (operator) {
    case '[]': {
      const type = typeValue({ kind: 'slice', element: operand })
      return typeValue({ kind: 'slice', element: operand }, (invocation) => convert(invocation.evaluator, type, invocation.arguments[0]))
    }
    case '*':
      return isClass(operand) || goTypeOf(operand)
        ? typeValue({ kind: 'pointer', to: operand }, ({ evaluator: own, arguments: [value] }) => toPointer(own, operand, value))
        : dereference(operand, evaluator)
    case '&{}':
      if (isObject(operand) && operand.type === undefined && !isBoxed(operand)) operand.type = POINTER
      return asPointer(operand)
    case '.()':
      return operand
    case 'func':
      return typeValue(
        { kind: 'opaque', name: 'func', ...(typeof operand === 'string' ? { signature: operand } : {}) },
        ({ arguments: [value] }) => value,
      )
    case 'zero':
      return zeroValue(evaluator, operand)
    case 'shared':
      return sharedValue(operand)
    case '!': {
      const truth = truthiness(operand)
      return truth === undefined ? UNKNOWN : !truth
    }
    case '-':
      return wrapped(evaluator, binaryOperation('-', 0, operand))
    case '^':
      return wrapped(evaluator, binaryOperation('^', operand, -1))
    default:
      return UNKNOWN
  }
}

const truthiness = (value: Value): boolean | undefined => {
  const plain = unbox(value)
  if (typeof plain === 'boolean') return plain
  if (typeof plain !== 'object' || plain?.kind !== 'either') return undefined
  const [first, ...others] = plain.options.map(truthiness)
  return others.every((other) => other === first) ? first : undefined
}

const binary = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value => {
  switch (operator) {
    case 'as':
      // What isn't written as nil may have a type, and then the interface is none.
      return right === null && isAny(left) ? UNKNOWN : convert(evaluator, left, right)
    case 'map': {
      const type = typeValue({ kind: 'map', key: left, element: right })
      return typeValue({ kind: 'map', key: left, element: right }, (invocation) =>
        convert(invocation.evaluator, type, invocation.arguments[0]),
      )
    }
    case '[]': {
      const type = typeValue({ kind: 'array', length: numberOf(left) ?? null, element: right })
      return typeValue({ kind: 'array', length: numberOf(left) ?? null, element: right }, (invocation) =>
        convert(invocation.evaluator, type, invocation.arguments[0]),
      )
    }
    case 'in':
      return lookUp(evaluator, right, left).found ?? UNKNOWN
    case 'is':
      return isOfType(evaluator, left, right) ?? UNKNOWN
    default:
      return wrapped(evaluator, binaryOperation(operator, left, right))
  }
}

/** What is given as another type has methods there, which aren't found here and may change it. */
const loseReceiver = (receiver: Value): void => {
  if ((!isMap(receiver) && !isList(receiver)) || isClass(rememberedType(receiver))) return
  loseContents(receiver)
}

/** There is nothing to fill in a struct without fields. */
const hasFields = ({ prototype }: ObjectValue): boolean => isClass(prototype) && (prototype.facts.keywords?.length ?? 0) > 0

/** Whether nothing was given to any part of it. */
const isEmpty = (value: Value): boolean =>
  value === 0 ||
  value === '' ||
  value === false ||
  isNil(value) ||
  (isObject(value) && !isMap(value) && !value.open && [...value.entries.values()].every(isEmpty))

/** `json.Unmarshal(data, &cases)`: what isn't known may fill what it is given a pointer to, and so may anybody where there is nothing yet. */
const openTargets = (callee: Value, invocation: Invocation): void => {
  const { arguments: args, expressions, receiver } = invocation
  if (callee === undefined || isUnknown(callee)) loseReceiver(receiver)
  for (const [position, value] of args.entries()) {
    const expression = expressions[position]
    const isAddress = expression?.kind === 'unary' && expression.operator === '&'
    const isPointer = isObject(value) && value.type === POINTER
    if (isUnknown(callee) && (isAddress ? cellOf(value) || isPointer : isPointer && hasFields(value) && isEmpty(value)))
      assignTo(value, '*', UNKNOWN, invocation.evaluator)
    if (!isList(value) && !isMap(value)) continue
    const isFollowed = typeof callee === 'object' && callee?.kind === 'closure' && callee.module === invocation.module
    if (isAddress ? isUnknown(callee) || (isNil(value) && !isFollowed) : isUnknown(callee) && isNil(value)) value.open = true
  }
}

/** `group.Go(func() { … })` of `sync` or `errgroup`: what is run beside the test is run where it is started, as `go` has it. */
const isStarted = ({ site: { callee }, arguments: [started, ...others] }: Invocation): boolean =>
  callee.kind === 'member' &&
  callee.property === 'Go' &&
  others.length === 0 &&
  typeof started === 'object' &&
  started?.kind === 'closure' &&
  started.facts.parameters.length === 0

export const goSemantics: Semantics = {
  hoistsFunctions: false,
  blockScoped: true,
  unorderedTopLevel: true,
  tellsChanges: true,
  explicitReceiver: false,
  libraryAllowance: { call: 3_000, file: 30_000, recursion: 1 },
  moduleMember: (module, name) => {
    const binding = module.scope.names.get(name)
    return binding && !binding.pending ? binding.value : MISSING
  },
  truthiness,
  isNullish: (value) => (isUnknown(value) ? undefined : value === null),
  unary,
  binary,
  stored,
  given: givenTo,
  returned: returnedFrom,
  address,
  assignMember: assignTo,
  format: (value, _format, _conversion, evaluator) => sprint(evaluator, [value], false),
  member: (value, name, evaluator) =>
    typeof value === 'object' && value?.kind === 'either' ? either(...value.options) : goMember(evaluator, value, name),
  index,
  slice: (target, from, to, limit) => slice(target, from, to, limit),
  iterate,
  global: universe,
  call: (callee, invocation) => {
    const { evaluator, arguments: args } = invocation
    const [first] = args
    if (isClass(callee)) return convert(evaluator, callee, first)
    openTargets(callee, invocation)
    // A literal of a type that isn't known.
    if (isUnknown(callee) && isObject(first) && first.type === LITERAL) return convert(evaluator, callee, first)
    if (isUnknown(callee)) {
      if (isStarted(invocation)) return evaluator.call(first, { ...invocation, arguments: [], expressions: [] })
      const wrapped = wrapTest(invocation) ?? runUnknownSubtests(invocation)
      if (wrapped) return wrapped
    }
    if (typeof callee === 'object' && callee?.kind === 'closure') {
      const typed = inferTypes(callee, args)
      if (typed !== callee) return evaluator.call(typed, invocation)
    }
    // f(g()), where g has several results.
    if (
      args.length === 1 &&
      isList(first) &&
      first.type === 'tuple' &&
      typeof callee === 'object' &&
      (callee?.kind === 'closure' || callee?.kind === 'host')
    )
      return evaluator.call(callee, { ...invocation, arguments: [...first.items], expressions: [] })
    return MISSING
  },
}
