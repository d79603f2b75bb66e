/** Evaluating expressions. Nothing here throws for what the program does wrong: the value is unknown then. */
import { openUp, putEntries, setEntry } from './doubtful-entries.ts'
import type { Expression, Spread } from '../facts/program.ts'
import { assignValue, deleteMember } from './assignments.ts'
import { addSetter, isGetter, isSetter, valueOfGetter } from './accessors.ts'
import { evaluateCall } from './calls.ts'
import { closureOf } from './closures.ts'
import { comprehensionValue } from './comprehensions.ts'
import { classOf } from './definitions.ts'
import { append, GAP, partsOf, putParts, turnsOf } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import { entryKey } from './member-changes.ts'
import { readIndex, readMember } from './members.ts'
import { contentsOf, wildcardName } from './modules.ts'
import { Scope, valueOf } from './scope.ts'
import { shortOf } from './short-circuit.ts'
import { either, isUnknown, list, MISSING, object, UNKNOWN, unknown, unlessUndefined, type Value } from './value.ts'

const nameValue = (evaluator: Evaluator, name: string, scope: Scope): Value => {
  const binding = scope.find(name)
  if (binding) {
    const mayBeSet = binding.awaits !== undefined && binding.awaits < evaluator.bodies
    if (mayBeSet && (binding.isChanged || binding.value === undefined)) return UNKNOWN
    // What a name is made of by the same name (`str = str`) is the language's own: its own value isn't there yet.
    const own = binding.foundAt === undefined ? MISSING : evaluator.semantics.global(name, evaluator)
    return own === MISSING ? valueOf(binding, UNKNOWN) : own
  }
  const given = name === 'arguments' ? scope.givenArguments : undefined
  if (given) return list([...given.arguments], { open: given.open, birth: evaluator.uncertainty })
  const provided = evaluator.resolver.global(name, scope.module)
  if (provided !== undefined) return provided
  if (evaluator.globals.has(name)) return evaluator.globals.get(name)
  if (scope.module.wildcards.length > 0) {
    const found = wildcardName(evaluator, scope.module, name)
    if (found !== MISSING) return found
  }
  const global = evaluator.semantics.global(name, evaluator)
  return global === MISSING ? unknown(name) : global
}

const elementValue = (evaluator: Evaluator, element: Expression, scope: Scope): Value => {
  const value = evaluateExpression(evaluator, element, scope)
  return evaluator.semantics.stored ? evaluator.semantics.stored(value, evaluator) : value
}

const arrayValue = (evaluator: Evaluator, expression: Expression & { kind: 'array' }, scope: Scope): Value => {
  const value = list([], { type: expression.type ?? 'list', birth: evaluator.uncertainty })
  for (const item of expression.items) {
    evaluator.step()
    if (item?.kind === 'spread') {
      const known = turnsOf(evaluator, evaluateExpression(evaluator, item.value, scope))
      putParts(value, known ? partsOf(known) : [GAP])
      if (known?.isUnordered) value.isUnordered = true
    } else {
      const element = item === null ? undefined : elementValue(evaluator, item, scope)
      if (value.open) putParts(value, [{ item: element }])
      else value.items.push(element)
    }
  }
  return expression.raw ? { ...value, raw: expression.raw } : value
}

const spreadInto = (evaluator: Evaluator, target: ReturnType<typeof object>, spread: Spread, scope: Scope): void => {
  const given = contentsOf(evaluator, evaluateExpression(evaluator, spread.value, scope))
  const value = typeof given === 'string' ? list(given.split('')) : given
  if (typeof value === 'object' && value?.kind === 'object') {
    const shown = [...value.entries].filter(([key]) => !value.hidden?.has(key))
    putEntries(
      target,
      value,
      shown.map(([key, entry]) => [key, isGetter(entry) ? valueOfGetter(evaluator, entry, value) : entry]),
    )
  } else if (typeof value === 'object' && value?.kind === 'list' && value.type === 'list') {
    for (const [at, item] of value.items.entries()) target.entries.set(String(at), item)
    if (value.open !== false) openUp(target)
  } else if (typeof value === 'object' && value !== null) openUp(target)
}

const objectValue = (evaluator: Evaluator, expression: Expression & { kind: 'object' }, scope: Scope): Value => {
  const value = object([], { birth: evaluator.uncertainty })
  if (expression.type !== undefined) value.type = expression.type
  for (const entry of expression.entries) {
    evaluator.step()
    if ('kind' in entry) spreadInto(evaluator, value, entry, scope)
    else {
      const key = typeof entry.key === 'object' ? entryKey(evaluator, value, evaluateExpression(evaluator, entry.key, scope)) : entry.key
      if (typeof entry.key === 'string' && expression.type !== undefined) value.keyScope = scope
      const entryValue = elementValue(evaluator, entry.value, scope)
      if (isUnknown(key)) openUp(value)
      else if (isSetter(entryValue)) addSetter(value, key, entryValue)
      else setEntry(value, key, entryValue)
    }
  }
  return value
}

const templateValue = (evaluator: Evaluator, expression: Expression & { kind: 'template' }, scope: Scope): Value => {
  let text = ''
  for (const part of expression.parts) {
    if (typeof part === 'string') text += part
    else {
      const value = evaluateExpression(evaluator, part.expression, scope)
      const formatted = evaluator.semantics.format(value, part.format, part.conversion, evaluator)
      if (formatted === undefined) return UNKNOWN
      text += formatted
    }
    if (text.length > 100_000) return UNKNOWN
  }
  return text
}

const logicalValue = (evaluator: Evaluator, { operator, left, right }: Expression & { kind: 'logical' }, scope: Scope): Value =>
  shortOf(evaluator, operator, evaluateExpression(evaluator, left, scope), () => evaluateExpression(evaluator, right, scope))

const conditionalValue = (evaluator: Evaluator, expression: Expression & { kind: 'conditional' }, scope: Scope): Value => {
  const test = evaluateExpression(evaluator, expression.test, scope)
  const truth = evaluator.semantics.truthiness(test) ?? evaluator.semantics.inclination?.(test)
  if (truth !== undefined) return evaluateExpression(evaluator, truth ? expression.then : expression.else, scope)
  return evaluator.maybe(() =>
    either(evaluateExpression(evaluator, expression.then, scope), evaluateExpression(evaluator, expression.else, scope)),
  )
}

const yieldValue = (evaluator: Evaluator, { value, each }: Expression & { kind: 'yield' }, scope: Scope): void => {
  const given = value === null ? null : evaluateExpression(evaluator, value, scope)
  const { generated } = evaluator
  if (!generated) return
  const known = each ? evaluator.semantics.iterate(given, 'values', evaluator) : { items: [given], open: false }
  append(evaluator, generated, known ? partsOf(known) : [GAP])
}

const evaluateInner = (evaluator: Evaluator, expression: Expression, scope: Scope): Value => {
  const { semantics } = evaluator
  switch (expression.kind) {
    case 'call':
      return evaluateCall(evaluator, expression, scope)
    case 'member': {
      let target = evaluateExpression(evaluator, expression.object, scope)
      if (!expression.optional) target = unlessUndefined(target)
      else if (semantics.isNullish(target)) return undefined
      if (typeof expression.property === 'string') return readMember(evaluator, target, expression.property)
      return readIndex(evaluator, target, evaluateExpression(evaluator, expression.property, scope))
    }
    case 'array':
      return arrayValue(evaluator, expression, scope)
    case 'object':
      return objectValue(evaluator, expression, scope)
    case 'template':
      return templateValue(evaluator, expression, scope)
    case 'unary': {
      if (expression.operator === 'delete') return deleteMember(evaluator, expression.operand, scope)
      const operand = evaluateExpression(evaluator, expression.operand, scope)
      if (expression.operator === '&' && semantics.address) return semantics.address(operand, expression.operand, scope, evaluator)
      return semantics.unary(expression.operator, operand, evaluator)
    }
    case 'binary': {
      const left = evaluateExpression(evaluator, expression.left, scope)
      return semantics.binary(expression.operator, left, evaluateExpression(evaluator, expression.right, scope), evaluator)
    }
    case 'logical':
      return logicalValue(evaluator, expression, scope)
    case 'conditional':
      return conditionalValue(evaluator, expression, scope)
    case 'assign':
      return assignValue(evaluator, expression, scope)
    case 'sequence': {
      let value: Value = undefined
      for (const one of expression.expressions) value = evaluateExpression(evaluator, one, scope)
      return value
    }
    case 'comprehension':
      return comprehensionValue(evaluator, expression, scope)
    case 'slice': {
      const part = (one: Expression | null): Value => (one ? evaluateExpression(evaluator, one, scope) : undefined)
      return semantics.slice(
        evaluateExpression(evaluator, expression.object, scope),
        part(expression.from),
        part(expression.to),
        part(expression.step),
        evaluator,
      )
    }
    case 'yield':
      yieldValue(evaluator, expression, scope)
      return UNKNOWN
    case 'class':
      return classOf(evaluator, expression.class, scope)
    default:
      return UNKNOWN
  }
}

export const evaluateExpression = (evaluator: Evaluator, expression: Expression, scope: Scope): Value => {
  switch (expression.kind) {
    case 'literal':
      if (expression.type === undefined || (expression.type === 'float' && evaluator.semantics.hasOneNumberType)) return expression.value
      if (expression.type === 'bigint') return BigInt(expression.value ?? 0)
      return {
        kind: 'typed',
        type: expression.type,
        value: typeof expression.value === 'number' ? expression.value : String(expression.value),
      }
    case 'undefined':
      return undefined
    case 'regex':
      return { kind: 'regex', text: expression.text, birth: evaluator.uncertainty }
    case 'name':
      return nameValue(evaluator, expression.name, scope)
    case 'function': {
      const inner = expression.function.name ? new Scope(scope, scope.module, false) : scope
      const closure = closureOf(evaluator, expression.function, inner)
      if (expression.function.name) inner.declare(expression.function.name, closure, 0)
      return closure
    }
    case 'this':
      return scope.thisValue
    case 'unknown':
      return UNKNOWN
    default:
      // As `deeper` does it, without a function made for each expression.
      if (!evaluator.depth.enter()) return UNKNOWN
      try {
        return evaluateInner(evaluator, expression, scope)
      } finally {
        evaluator.depth.leave()
      }
  }
}
