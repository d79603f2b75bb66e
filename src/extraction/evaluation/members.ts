/** Reading properties and elements of values, whatever they are. */
import type { Evaluator } from './evaluator.ts'
import { moduleExport } from './modules.ts'
import { type ClassValue, either, MISSING, type MissingMember, UNKNOWN, unknown, type Value } from './value.ts'

/** A class's member by its own definition or that of a base, in method resolution order as far as the bases are known. */
export const classMember = (type: ClassValue, name: string, depth = 0): Value | MissingMember => {
  const own = type.members.get(name)
  if (own !== undefined || type.members.has(name)) return own
  if (depth > 50) return MISSING
  for (const base of type.bases) {
    if (typeof base !== 'object' || base === null) continue
    if (base.kind === 'class') {
      const inherited = classMember(base, name, depth + 1)
      if (inherited !== MISSING) return inherited
    }
  }
  return MISSING
}

const bound = (member: Value | MissingMember, receiver: Value): Value | MissingMember =>
  typeof member === 'object' && member?.kind === 'closure' && !member.facts.arrow && !member.facts.static ? { ...member, receiver } : member

const knownMember = (evaluator: Evaluator, target: Value, name: string): Value | MissingMember => {
  if (typeof target !== 'object' || target === null) return evaluator.semantics.member(target, name, evaluator)
  switch (target.kind) {
    case 'unknown':
      return target.path === undefined || target.path.length > 200 ? UNKNOWN : unknown(`${target.path}.${name}`)
    case 'either':
      return either(...target.options.map((option) => readMember(evaluator, option, name)))
    case 'module':
      return moduleExport(evaluator, target.module, name)
    case 'host':
      return target.member?.(name, evaluator) ?? unknown(`${target.name}.${name}`)
    case 'object': {
      if (target.entries.has(name)) return target.entries.get(name)
      if (typeof target.prototype === 'object' && target.prototype?.kind === 'class') {
        const inherited = bound(classMember(target.prototype, name), target)
        if (inherited !== MISSING) return inherited
        if (target.prototype.bases.some((base) => typeof base !== 'object' || base?.kind !== 'class')) return UNKNOWN
      }
      const member = evaluator.semantics.member(target, name, evaluator)
      return member === MISSING && target.open ? UNKNOWN : member
    }
    case 'class': {
      const member = classMember(target, name)
      return member === MISSING ? evaluator.semantics.member(target, name, evaluator) : member
    }
    case 'closure':
      if (target.attributes.has(name)) return target.attributes.get(name)
      return evaluator.semantics.member(target, name, evaluator)
    default:
      return evaluator.semantics.member(target, name, evaluator)
  }
}

/** `undefined` where the target is known and has no such member. */
export const readMember = (evaluator: Evaluator, target: Value, name: string): Value => {
  const member = knownMember(evaluator, target, name)
  if (member !== MISSING) return member
  return typeof target === 'object' && target !== null && (target.kind === 'object' || target.kind === 'list') ? undefined : UNKNOWN
}

export const readIndex = (evaluator: Evaluator, target: Value, index: Value): Value => {
  if (typeof target === 'object' && target !== null) {
    if (target.kind === 'either') return either(...target.options.map((option) => readIndex(evaluator, option, index)))
    if (target.kind === 'unknown') return UNKNOWN
    if (typeof index === 'string' && (target.kind === 'module' || target.kind === 'host' || target.kind === 'class'))
      return readMember(evaluator, target, index)
  }
  if (typeof index === 'object' && index !== null && (index.kind === 'unknown' || index.kind === 'either')) {
    if (index.kind === 'either') return either(...index.options.map((option) => readIndex(evaluator, target, option)))
    return UNKNOWN
  }
  return evaluator.semantics.index(target, index, evaluator)
}

