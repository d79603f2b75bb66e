/** A class's names in order of definition, as pytest walks them. */
import type { ClassValue } from '../../evaluation/value.ts'
import { isHidden, type NamedValue } from '../../languages/python/named-values.ts'
import { methodResolutionOrder } from '../../languages/python/python-classes.ts'

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
