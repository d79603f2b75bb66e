/** Binding values to patterns: declarations, parameters, assignments and loop variables. */
import type { Pattern, Statement } from '../facts/program.ts'
import { changedTarget } from './changed-target.ts'
import { putEntries } from './doubtful-entries.ts'
import { inPlaces, listOf, partsOf } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import { assignMember } from './member-changes.ts'
import { readIndex, readMember } from './members.ts'
import { contentsOf } from './modules.ts'
import { type Scope, valueOf } from './scope.ts'
import { either, list, object, UNKNOWN, unknown, unlessUndefined, type Value } from './value.ts'

export const patternNames = (pattern: Pattern): string[] => {
  switch (pattern.kind) {
    case 'name':
      return [pattern.name]
    case 'member':
      return []
    case 'default':
      return patternNames(pattern.pattern)
    case 'array':
      return [...pattern.items, pattern.rest].flatMap((item) => (item ? patternNames(item) : []))
    case 'object':
      return [...pattern.properties.map((property) => property.pattern), pattern.rest].flatMap((item) => (item ? patternNames(item) : []))
  }
}

/** The names that a statement declares where it stands. */
export const declaredNames = (statement: Statement): string[] => {
  switch (statement.kind) {
    case 'function':
      return [statement.function.name]
    case 'class':
      return [statement.class.name]
    case 'declare':
      return patternNames(statement.pattern)
    default:
      return []
  }
}

/** `declare` makes the names anew in the scope; `assign` changes those that are there. */
export type BindMode = 'declare' | 'assign'

const bindName = (evaluator: Evaluator, name: string, given: Value, scope: Scope, mode: BindMode): void => {
  const known = mode === 'assign' ? scope.find(name) : scope.names.get(name)
  const replaced = mode === 'assign' && !known?.pending ? known?.value : undefined
  const value = evaluator.semantics.stored ? evaluator.semantics.stored(given, evaluator, replaced) : given
  if (mode === 'declare') {
    if (!known || evaluator.semantics.blockScoped || evaluator.uncertainty <= known.birth) scope.declare(name, value, evaluator.uncertainty)
    else if (known.pending) scope.declarePending(name, () => either(valueOf(known, UNKNOWN), value))
    else scope.declare(name, either(known.value, value), known.birth)
    return
  }
  if (!known) scope.owner.declare(name, value, evaluator.uncertainty)
  else {
    const former = known.pending ? UNKNOWN : known.value
    if (!scope.module.isEntry && scope.module.scope.names.get(name) === known) evaluator.changes.noteName(known)
    known.pending = null
    known.value = evaluator.uncertainty > known.birth ? either(value, former) : value
  }
}

export const bindPattern = (evaluator: Evaluator, pattern: Pattern, value: Value, scope: Scope, mode: BindMode): void => {
  switch (pattern.kind) {
    case 'name':
      bindName(evaluator, pattern.name, value, scope, mode)
      return
    case 'member': {
      const target = changedTarget(evaluator, pattern.target, scope)
      const property = typeof pattern.property === 'string' ? pattern.property : evaluator.evaluate(pattern.property, scope)
      assignMember(evaluator, target, property, value, scope.module)
      return
    }
    case 'default': {
      const missing = value === undefined
      bindPattern(evaluator, pattern.pattern, missing ? evaluator.evaluate(pattern.value, scope) : value, scope, mode)
      return
    }
    case 'array': {
      const known = inPlaces(evaluator.semantics.iterate(unlessUndefined(value), 'values', evaluator))
      pattern.items.forEach((item, index) => {
        if (!item) return
        const found = known && (index < known.items.length || !known.open) ? known.items[index] : unknown()
        bindPattern(evaluator, item, found, scope, mode)
      })
      if (!pattern.rest) return
      const taken = pattern.items.length
      const birth = evaluator.uncertainty
      const arePlaced = known && (!known.open || taken <= known.items.length)
      const left = arePlaced ? listOf(partsOf(known).slice(taken), { birth }) : known ? list([], { open: true, birth }) : UNKNOWN
      bindPattern(evaluator, pattern.rest, left, scope, mode)
      return
    }
    case 'object': {
      const taken: Value[] = []
      const target = unlessUndefined(value)
      for (const { key, pattern: inner } of pattern.properties) {
        const name = typeof key === 'string' ? key : evaluator.evaluate(key, scope)
        taken.push(name)
        bindPattern(
          evaluator,
          inner,
          typeof name === 'string' ? readMember(evaluator, target, name) : readIndex(evaluator, target, name),
          scope,
          mode,
        )
      }
      if (!pattern.rest) return
      let rest: Value = UNKNOWN
      const whole = contentsOf(evaluator, target)
      if (typeof whole === 'object' && whole?.kind === 'object') {
        const left = [...whole.entries].filter(([key]) => !taken.includes(key))
        rest = object([], { birth: evaluator.uncertainty })
        putEntries(rest, whole, left)
      }
      bindPattern(evaluator, pattern.rest, rest, scope, mode)
    }
  }
}
