/** Reading properties and elements of values, whatever they are. */
import { besidesEntries, doubtOf, mayHaveOthers } from './doubtful-entries.ts'
import { hasGap, possibleItems } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import { callFunction } from './calls.ts'
import { moduleExport, outsideMember } from './modules.ts'
import {
  type ClassValue,
  type ClosureValue,
  either,
  type HostValue,
  isUndecided,
  isUnknown,
  MISSING,
  type MissingMember,
  UNKNOWN,
  unknown,
  type Value,
} from './value.ts'

/** A class's member by its own definition or that of a base, in method resolution order as far as the bases are known. */
export const classMember = (evaluator: Evaluator, type: ClassValue, name: string, depth = 0): Value | MissingMember => {
  const own = type.members.get(name)
  if (own !== undefined || type.members.has(name)) return own
  if (depth > 50) return MISSING
  for (const base of type.bases) {
    if (typeof base !== 'object' || base === null) continue
    if (base.kind === 'class') {
      const inherited = classMember(evaluator, base, name, depth + 1)
      if (inherited !== MISSING) return inherited
    } else if (base.kind === 'host') {
      const inherited = base.instanceMember?.(name, evaluator) ?? MISSING
      if (inherited !== MISSING) return inherited
    }
  }
  return MISSING
}

/** What is bound to the class that it is asked of, whoever inherits it. */
const boundToClass = (member: Value | MissingMember, type: Value | undefined): ClosureValue | null =>
  typeof member === 'object' && member?.kind === 'closure' && member.ofClass === true ? { ...member, receiver: type } : null

/** A method with its receiver; a getter's value. */
export const bound = (evaluator: Evaluator, member: Value | MissingMember, receiver: Value): Value | MissingMember => {
  const ofClass = typeof receiver === 'object' && receiver?.kind === 'object' ? boundToClass(member, receiver.prototype) : null
  if (ofClass) return ofClass
  if (typeof member !== 'object' || member?.kind !== 'closure' || (member.facts.arrow && member.facts.accessor !== 'get')) return member
  if (member.facts.accessor === 'get')
    return callFunction(
      evaluator,
      { ...member, receiver },
      { arguments: [], keywords: new Map(), open: false, receiver, site: null, module: member.module },
    )
  return member.facts.static ? member : { ...member, receiver }
}

const hasUnknownBase = (type: ClassValue): boolean =>
  type.bases.some(
    (base) => typeof base !== 'object' || base === null || (base.kind === 'class' ? hasUnknownBase(base) : base.kind !== 'host'),
  )

/** What its provider says, else what the language's own functions have: `it.call`. */
const hostMember = (evaluator: Evaluator, target: HostValue, name: string): Value | MissingMember => {
  const own = target.member ? target.member(name, evaluator) : unknown(`${target.name}.${name}`)
  if (!target.call || (own !== MISSING && !isUnknown(own))) return own === undefined ? unknown(`${target.name}.${name}`) : own
  const general = evaluator.semantics.member(target, name, evaluator)
  return general === MISSING ? own : general
}

const knownMember = (evaluator: Evaluator, target: Value, name: string): Value | MissingMember => {
  if (typeof target !== 'object' || target === null) return evaluator.semantics.member(target, name, evaluator)
  switch (target.kind) {
    case 'unknown': {
      if (target.path === undefined || target.path.length > 200) return UNKNOWN
      if (target.isPackage) return outsideMember(evaluator, target.path, name)
      const assumed = evaluator.semantics.assumedMember?.(target.path, name, evaluator)
      return assumed ? assumed.value : unknown(`${target.path}.${name}`)
    }
    case 'either':
      return either(...target.options.map((option) => readMember(evaluator, option, name)))
    case 'module':
      return moduleExport(evaluator, target.module, name)
    case 'host':
      return hostMember(evaluator, target, name)
    case 'object': {
      if (target.entries.has(name)) {
        const entry = target.entries.get(name)
        const isGetter = typeof entry === 'object' && entry?.kind === 'closure' && entry.facts.accessor === 'get'
        const own = isGetter ? bound(evaluator, entry, target) : entry
        // Where what isn't there is no fault, there may be what is inherited, or nothing.
        if (own === MISSING || evaluator.semantics.explicitReceiver || !doubtOf(target, name)) return own
        return either(own, readMember(evaluator, besidesEntries(target), name))
      }
      if (typeof target.prototype === 'object' && target.prototype?.kind === 'class') {
        if (name === 'constructor' && !evaluator.semantics.explicitReceiver) return target.prototype
        const inherited = bound(evaluator, classMember(evaluator, target.prototype, name), target)
        if (inherited !== MISSING) return inherited
        if (hasUnknownBase(target.prototype)) return UNKNOWN
      } else if (typeof target.prototype === 'object' && target.prototype?.kind === 'host') {
        const own = evaluator.semantics.instanceMember?.(target, name, evaluator) ?? MISSING
        return own === MISSING ? (target.prototype.instanceMember?.(name, evaluator) ?? UNKNOWN) : own
      }
      const member = evaluator.semantics.member(target, name, evaluator)
      return member === MISSING && mayHaveOthers(target) ? UNKNOWN : member
    }
    case 'class': {
      const own = classMember(evaluator, target, name)
      const isGetter = typeof own === 'object' && own?.kind === 'closure' && own.facts.accessor === 'get'
      const member = isGetter ? bound(evaluator, own, target) : (boundToClass(own, target) ?? own)
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
  if (typeof target !== 'object' || target === null) return UNKNOWN
  return target.kind === 'object' || (target.kind === 'list' && !target.open) ? undefined : UNKNOWN
}

export const readIndex = (evaluator: Evaluator, target: Value, index: Value): Value => {
  if (typeof target === 'object' && target !== null) {
    if (target.kind === 'either') return either(...target.options.map((option) => readIndex(evaluator, option, index)))
    if (target.kind === 'unknown') return evaluator.semantics.index(target, index, evaluator)
    // In Python an element is no attribute.
    const isObject = (target.kind === 'host' || target.kind === 'class') && !evaluator.semantics.explicitReceiver
    if (typeof index === 'string' && (target.kind === 'module' || isObject)) return readMember(evaluator, target, index)
    // A generic class or function with types, known or not.
    if (target.kind === 'class' || target.kind === 'closure') return evaluator.semantics.index(target, index, evaluator)
  }
  if (isUndecided(index)) {
    if (index.kind === 'either') return either(...index.options.map((option) => readIndex(evaluator, target, option)))
    // Where what isn't there is a fault it is one of those that may be.
    const isToldByParts = typeof target === 'object' && target?.kind === 'list' && typeof target.open === 'object' && !hasGap(target)
    return isToldByParts && evaluator.semantics.explicitReceiver ? either(...possibleItems(target)) : UNKNOWN
  }
  return evaluator.semantics.index(target, index, evaluator)
}
