import { lose } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Changeable } from '../../evaluation/shared-changes.ts'
import { UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Statement } from '../../facts/program.ts'
import { UNDECIDED } from './undecided.ts'

interface Names {
  /** Of names and parts of names. */
  readonly assigned: Set<string>
  /** What a statement that is there for its effect is about. */
  readonly mentioned: Set<string>
}

/** Facts are plain JSON. What functions do is told by what they have changed. */
const namesIn = (statement: Statement): Names => {
  const names: Names = { assigned: new Set(), mentioned: new Set() }
  const waiting: { node: unknown; into: Set<string> | null }[] = [{ node: statement, into: null }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, into } = next
    if (typeof node !== 'object' || node === null) continue
    const { kind, name } = node as { kind?: unknown; name?: unknown } // may be any node
    if (kind === 'function') continue
    if (into && kind === 'name' && typeof name === 'string') into.add(name)
    const inner = into ?? (kind === 'evaluate' ? names.mentioned : null)
    for (const [key, part] of Object.entries(node)) waiting.push({ node: part, into: key === 'pattern' ? names.assigned : inner })
  }
  return names
}

const loseValue = (value: Value, evaluator: Evaluator): void => {
  if (typeof value !== 'object' || (value?.kind !== 'list' && value?.kind !== 'object')) return
  evaluator.changes.noteContents(value)
  if (value.kind === 'list') lose(value)
  else {
    value.entries.clear()
    value.open = true
  }
}

/** Of what a statement that ended at its limit assigns to and changes it isn't known what it would have become. `changed`: what it has changed. */
export const loseUnfinished = (statement: Statement, changed: Iterable<Changeable>, module: ModuleInstance, evaluator: Evaluator): void => {
  for (const value of changed) {
    loseValue(value, evaluator)
    if (value.kind === 'class' && value.module.isEntry) value.open ??= 'setattr(…)'
  }
  const { assigned, mentioned } = namesIn(statement)
  for (const name of new Set([...assigned, ...mentioned])) {
    const binding = module.scope.names.get(name)
    if (!binding || (binding.pending && !assigned.has(name))) continue
    const { value } = binding
    loseValue(value, evaluator)
    if (!assigned.has(name)) continue
    if (typeof value === 'object' && value?.kind === 'closure') value.attributes.set(UNDECIDED, true)
    else if (typeof value !== 'object' || value?.kind !== 'class') Object.assign(binding, { value: UNKNOWN, pending: null })
  }
}
