/** A class's names in order of definition, as pytest walks them, and what they stand for. */
import type { ClassValue, ClosureValue, Value } from '../../evaluation/value.ts'
import { functionOfPartial } from '../../languages/python/library/functools.ts'
import { isHidden, type NamedValue } from '../../languages/python/named-values.ts'
import { methodResolutionOrder } from '../../languages/python/python-classes.ts'
import { testOrWrapper } from '../../languages/python/real-function.ts'

/** A class's names with those of its bases: each once, bases' before its own. */
export const classNames = (type: ClassValue): NamedValue[] => {
  const seen = new Set<string>()
  const groups: NamedValue[][] = []
  for (const owner of methodResolutionOrder(type)) {
    const group: NamedValue[] = []
    for (const [name, value] of owner.members) {
      if (isHidden(name) || seen.has(name)) continue
      seen.add(name)
      group.push({ name, value, birth: owner.scope.names.get(name)?.birth ?? 0, owner })
    }
    groups.unshift(group)
  }
  return groups.flat()
}

/** The function or class in the value of a name: by itself, or one of what it may be. */
export const definitionIn = (value: Value, name: string): ClosureValue | ClassValue | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  if (value.kind === 'closure' || value.kind === 'class') return value
  if (value.kind === 'host') return functionOfPartial(value)
  return value.kind === 'either'
    ? testOrWrapper(
        value.options.flatMap((option) => definitionIn(option, name) ?? []),
        name,
      )
    : undefined
}
