/** Classes as Python resolves them: linear order of bases, members along it, the names of bases that aren't in the repository. */
import type { Status } from '../../../inventory/inventory.ts'
import type { ClassValue, HostValue, MissingMember, UnknownValue, Value } from '../../evaluation/value.ts'
import { MISSING } from '../../evaluation/value.ts'

export type Ancestor = ClassValue | HostValue | UnknownValue

const DEPTH_LIMIT = 50

const ancestorsOf = (base: Value): Ancestor[] => {
  if (typeof base !== 'object' || base === null) return [{ kind: 'unknown' }]
  if (base.kind === 'class' || base.kind === 'host' || base.kind === 'unknown') return [base]
  // `try: from a import Base; except ImportError: from b import Base`: either may be the base.
  if (base.kind === 'either') {
    const known = base.options.flatMap(ancestorsOf)
    const classes = known.filter((one) => one.kind !== 'unknown')
    return classes.length > 0 ? classes : known
  }
  return [{ kind: 'unknown' }]
}

/** A class's bases stay as they are. */
const linearizations = new WeakMap<ClassValue, readonly Ancestor[]>()

/** The class and all it inherits from, in method resolution order; where the bases contradict each other, depth first. */
export const linearize = (type: ClassValue): readonly Ancestor[] => {
  const known = linearizations.get(type)
  if (known) return known
  const found = linearizeAnew(type, 0)
  linearizations.set(type, found)
  return found
}

const linearizeAnew = (type: ClassValue, depth: number): readonly Ancestor[] => {
  const bases = type.bases.flatMap(ancestorsOf)
  if (depth > DEPTH_LIMIT) return [type, ...bases]
  const sequences = bases.map((base) => (base.kind === 'class' ? (linearizations.get(base) ?? linearizeAnew(base, depth + 1)) : [base]))
  return [type, ...(merge([...sequences, bases]) ?? [...new Set(sequences.flat())])]
}

/** Undefined where no order keeps every sequence's own. */
const merge = (sequences: (readonly Ancestor[])[]): Ancestor[] | undefined => {
  const rest = sequences.map((sequence) => [...sequence])
  const merged: Ancestor[] = []
  for (;;) {
    const open = rest.filter((sequence) => sequence.length > 0)
    if (open.length === 0) return merged
    const next = open.map(([head]) => head).find((head) => head && !open.some((sequence) => sequence.indexOf(head) > 0))
    if (!next) return undefined
    merged.push(next)
    for (const sequence of open) if (sequence[0] === next) sequence.shift()
  }
}

/** A class's `__name__`, which may be set after it was made. */
export const classNameOf = (type: ClassValue): string => {
  const name = type.members.get('__name__')
  return typeof name === 'string' ? name : type.facts.name
}

export const methodResolutionOrder = (type: ClassValue): ClassValue[] => linearize(type).filter((one) => one.kind === 'class')

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** The plain names of all ancestors that are no classes of the repository. */
export const baseNames = (type: ClassValue): Set<string> =>
  new Set(
    linearize(type).flatMap((one) =>
      one.kind === 'host' ? [lastPart(one.name)] : one.kind === 'unknown' && one.path !== undefined ? [lastPart(one.path)] : [],
    ),
  )

/** A member by method resolution order, with the class that defines it. */
export const findMember = (type: ClassValue, name: string): { owner: ClassValue; value: Value } | undefined => {
  for (const owner of methodResolutionOrder(type)) if (owner.members.has(name)) return { owner, value: owner.members.get(name) }
  return undefined
}

export const memberOf = (type: ClassValue, name: string): Value | MissingMember => {
  const found = findMember(type, name)
  return found ? found.value : MISSING
}

/** A status that a member gives which only may be the one. */
export const doubted = <Told extends { status: Status; isConditional: boolean }>(told: Told): Told =>
  told.status === 'active' ? told : { ...told, status: 'active', isConditional: true }

/**
 * Whether a member comes from a class that may not be the one: `try: from kit import Base; except ImportError: class Base: …`.
 * `birth`: how uncertain the class itself is.
 */
export const isDoubtful = (type: ClassValue, name: string, birth: number): boolean => {
  const owner = findMember(type, name)?.owner
  if (!owner || owner === type || owner.scope.names.size === 0) return false
  return Math.min(...[...owner.scope.names.values()].map((binding) => binding.birth)) > birth
}
