/** Setting and removing properties and elements of values, whatever they are. */
import { doubtEntry, openUp, removeEntry, setEntry } from './doubtful-entries.ts'
import { doubtNow, mayNotHappen } from './doubtful-items.ts'
import { takenBySetter } from './accessors.ts'
import { callFunction } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import type { ModuleInstance } from './module-instance.ts'
import { gaps } from './scope.ts'
import { isChangeable } from './shared-changes.ts'
import { type ClassValue, either, isUndecided, isUnknown, type ListValue, type ObjectValue, UNKNOWN, type Value } from './value.ts'

/** The place of a list's item that a key names; null for a name of something else. */
const itemIndex = (key: Value): number | null => {
  if (typeof key === 'number') return Number.isSafeInteger(key) && key >= 0 ? key : null
  return typeof key === 'string' && /^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : null
}

const assignItem = (evaluator: Evaluator, target: ListValue, property: Value, value: Value): void => {
  const index = itemIndex(property)
  const { items } = target
  const isCertain = evaluator.uncertainty <= target.birth
  if (index !== null && index < items.length) items[index] = isCertain ? value : either(value, items[index])
  else if (index !== null && index === items.length && isCertain && !target.open) items.push(value)
  else {
    if (isUndecided(property)) target.items = items.map((item) => either(item, value))
    if (property === 'length' && typeof value === 'number' && value <= items.length && isCertain && !target.open) items.length = value
    else target.open = true
  }
}

/** Keys that are symbols nobody set are no entries. */
const mayBeEntry = (key: Value): boolean => isUndecided(key) && !(isUnknown(key) && key.path?.startsWith('Symbol.'))

/** Numbers are names of an object, but keys of their own in maps. */
export const entryKey = (evaluator: Evaluator, target: ObjectValue, key: Value): Value => {
  const { semantics } = evaluator
  if (typeof key === 'string' || target.type) return key
  if (semantics.keyOf) return semantics.keyOf(key, evaluator)
  return typeof key === 'number' && semantics.blockScoped ? String(key) : key
}

const assignEntry = (evaluator: Evaluator, target: ObjectValue, property: Value, value: Value): void => {
  if (isUndecided(property)) {
    openUp(target)
    if (mayBeEntry(property)) for (const [key, former] of target.entries) target.entries.set(key, either(former, value))
    return
  }
  const key = entryKey(evaluator, target, property)
  setEntry(target, key, value, mayNotHappen(target, evaluator) ? doubtNow(evaluator) : undefined)
}

/**
 * `logger.log = (line) => lines.push(line)`: a function put in place of another file's or a package's own, or of what a
 * package made, is called from there, any number of times, by ways that aren't followed. What it declares then is no
 * matter, but what it changes.
 */
const mayBeCalled = (evaluator: Evaluator, value: Value): void => {
  if (typeof value !== 'object' || value?.kind !== 'closure' || value.facts.inert === true) return
  const { collector, catching } = evaluator
  Object.assign(evaluator, { collector: null, catching: null })
  const given = { arguments: [], keywords: new Map(), open: true, receiver: UNKNOWN, site: null, module: value.module }
  try {
    evaluator.inUnknownLoop(() => evaluator.inLibrary(() => callFunction(evaluator, value, given), UNKNOWN))
  } finally {
    Object.assign(evaluator, { collector, catching })
  }
}

/** Where it only may be set, a member that is there is one of two, and another may be there. */
export const setMember = (evaluator: Evaluator, { members, scope, birth = 0 }: ClassValue, name: string, value: Value): void => {
  const isNew = !members.has(name)
  const given = isNew || evaluator.uncertainty <= birth ? value : either(value, members.get(name))
  members.set(name, given)
  if (evaluator.semantics.explicitReceiver) scope.declare(name, given, isNew ? evaluator.uncertainty : (scope.names.get(name)?.birth ?? 0))
}

/** The path of a class that was made with a name that isn't known. */
export const UNNAMED_CLASS = 'type()'

/** A module is given something, as `source` is written, under a name that isn't known. */
export const putUnnamed = ({ unnamed }: ModuleInstance, value: Value, source: string): void => {
  if (typeof value !== 'object' || value === null || unnamed.has(source)) return
  if (value.kind === 'closure' || value.kind === 'class') unnamed.set(source, value)
  else if (value.kind === 'unknown' && value.path === UNNAMED_CLASS) unnamed.set(source, null)
}

/** `from`: the file whose text says so. */
export const assignMember = (evaluator: Evaluator, target: Value, property: Value, value: Value, from?: ModuleInstance): void => {
  if (evaluator.semantics.assignMember?.(target, property, value, evaluator)) return
  if (typeof target !== 'object' || target === null) return
  if (isChangeable(target)) evaluator.changes.noteContents(target)
  switch (target.kind) {
    case 'object':
      if (!takenBySetter(evaluator, target, property, value)) assignEntry(evaluator, target, property, value)
      return
    case 'list':
      assignItem(evaluator, target, property, value)
      return
    case 'class':
      if (typeof property === 'string' && !takenBySetter(evaluator, target, property, value)) setMember(evaluator, target, property, value)
      return
    case 'closure':
      if (typeof property === 'string') target.attributes.set(property, value)
      return
    case 'regex':
      if (property === 'lastIndex')
        target.next = { file: gaps.file, at: typeof value === 'number' && evaluator.uncertainty <= (target.birth ?? 0) ? value : null }
      return
    case 'host':
      // Modules that several programs share run once: what they set would be seen by the first alone.
      if (typeof property === 'string' && from?.isEntry) target.assign?.(property, value, evaluator)
      return
    case 'module':
      // Python's `globals()[name] = …`. What one file does to another's names is not followed, for it would hang on which is
      // linked first; but for those of the file that is linked.
      if (target.module !== from && !target.module.isEntry) mayBeCalled(evaluator, value)
      else if (typeof property === 'string') target.module.scope.declare(property, value, evaluator.uncertainty)
      else putUnnamed(target.module, value, 'globals()[…]')
      return
    case 'unknown':
      mayBeCalled(evaluator, value)
      return
    default:
  }
}

export const removeMember = (evaluator: Evaluator, target: Value, property: Value): void => {
  if (typeof target !== 'object' || target === null) return
  if (isChangeable(target)) evaluator.changes.noteContents(target)
  const isCertain = evaluator.uncertainty === 0
  if (target.kind === 'class' && typeof property === 'string' && isCertain) target.members.delete(property)
  else if (target.kind === 'closure' && typeof property === 'string' && isCertain) target.attributes.delete(property)
  // What is left of the list is a hole, which only some ways of going through it visit.
  else if (target.kind === 'list') {
    assignItem(evaluator, target, property, undefined)
    target.open = true
  } else if (target.kind === 'object') {
    const key = entryKey(evaluator, target, property)
    if (!isUndecided(key) && !mayNotHappen(target, evaluator)) removeEntry(target, key)
    else for (const entry of target.entries.keys()) if (entry === key || mayBeEntry(key)) doubtEntry(target, entry, 'once')
  }
}
