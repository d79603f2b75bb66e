/** What is read of names: all that one holds, a field of it, or a field of what is in its list or map. */
import type { Expression, Statement } from '../../facts/program.ts'

/** All of it. Other paths are `.field` and `[].field`. */
export const WHOLE = '*'

/** What a name holds, or one of its elements. */
export interface Part {
  name: string
  of: 'value' | 'elements'
  /** What says which element. */
  index: Expression | null
}

/** `cases`, `cases[i]`, `&cases[i]` */
export const partOf = (value: Expression | null): Part | null => {
  const at = value?.kind === 'unary' && value.operator === '&' ? value.operand : value
  if (at?.kind === 'name') return { name: at.name, of: 'value', index: null }
  if (at?.kind !== 'member' || typeof at.property === 'string' || at.object.kind !== 'name') return null
  return { name: at.object.name, of: 'elements', index: at.property }
}

const START = { value: '.', elements: '[].' }

export class Reads {
  /** A set is only made of what is more than one path: most names have one, and there are many. */
  private readonly byName = new Map<string, string | ReadonlySet<string>>()

  get names(): Iterable<string> {
    return this.byName.keys()
  }

  /** That the name matters is all that is known, unless paths of it are read as well. */
  mention(name: string): void {
    if (!this.byName.has(name)) this.byName.set(name, '')
  }

  whole(name: string): void {
    this.byName.set(name, WHOLE)
  }

  field({ name, of }: Pick<Part, 'name' | 'of'>, field: string): void {
    this.add(name, START[of] + field)
  }

  /** Null where that was known. */
  add(name: string, path: string): { undo(): void } | null {
    const known = this.byName.get(name)
    if (known === WHOLE || known === path || (typeof known === 'object' && known.has(path))) return null
    this.byName.set(name, path === WHOLE || !known ? path : new Set(typeof known === 'string' ? [known] : known).add(path))
    return { undo: () => (known === undefined ? this.byName.delete(name) : this.byName.set(name, known)) }
  }

  addAll(others: Reads): void {
    for (const name of others.names) {
      this.mention(name)
      for (const path of others.pathsOf(name)) this.add(name, path)
    }
  }

  pathsOf(name: string): readonly string[] {
    const paths = this.byName.get(name)
    if (!paths) return []
    return typeof paths === 'string' ? [paths] : [...paths]
  }
}

/** What is read of a value when so much is read of the name that has a part of it. */
export const pathOfPart = (path: string, { of }: Part): string => {
  if (of === 'value' || path === WHOLE) return path
  return path.startsWith(START.value) ? `[]${path}` : WHOLE
}

export const isWhole = (paths: readonly string[]): boolean => paths.includes(WHOLE)

/** The fields that are read, of the value itself or of its elements. */
export const fieldsIn = (paths: readonly string[], of: Part['of']): Set<string> =>
  new Set(paths.filter((path) => path.startsWith(START[of])).map((path) => path.slice(START[of].length)))

/** The name that a loop gives elements to, empty where they aren't; null where it is no name. */
export const elementOf = ({ binds, pattern }: Statement & { kind: 'each' }): string | null => {
  const element = binds === 'entries' && pattern?.kind === 'array' ? pattern.items[1] : pattern
  if (!element || binds === 'keys') return ''
  return element.kind === 'name' ? element.name : null
}
