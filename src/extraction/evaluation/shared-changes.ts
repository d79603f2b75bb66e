import { loseFollowers } from './followers.ts'
import type { Binding } from './scope.ts'
import type { ClassValue, ClosureValue, ListValue, ObjectValue, Value } from './value.ts'

export type Changeable = ListValue | ObjectValue | ClassValue | ClosureValue

export const isChangeable = (value: Value): value is Changeable =>
  typeof value === 'object' && (value?.kind === 'list' || value?.kind === 'object' || value?.kind === 'class' || value?.kind === 'closure')

export const refill = <K, V>(map: Map<K, V>, former: readonly (readonly [K, V])[]): void => {
  map.clear()
  for (const [key, value] of former) map.set(key, value)
}

const listRestorer = (list: ListValue): (() => void) => {
  const { items, open, isUnordered, possible, taken } = list
  const formerItems = [...items]
  const former = { open: typeof open === 'boolean' ? open : [...open], isUnordered, possible: possible && [...possible], taken }
  return () => {
    items.length = 0
    for (const item of formerItems) items.push(item)
    Object.assign(list, { items, ...former })
  }
}

export const restorerOf = (value: Changeable): (() => void) => {
  if (value.kind === 'list') return listRestorer(value)
  const held = value.kind === 'object' ? value.entries : value.kind === 'class' ? value.members : value.attributes
  const former = [...held]
  const { open: formerOpen, hidden } = value.kind === 'object' ? value : {}
  const open = formerOpen instanceof Map ? new Map(formerOpen) : formerOpen
  return () => {
    refill(held, former)
    if (value.kind === 'object') Object.assign(value, { open, hidden })
  }
}

export interface Changes {
  /** Before the binding is changed. */
  noteName(binding: Binding): void
  /** Before what the value holds is changed. */
  noteContents(value: Changeable): void
}

/**
 * What a test file does to modules that it shares with others: it assigns to names at their top, and changes what lists,
 * objects, classes and functions hold. It is undone before the next file is linked, also where a runner would have both in
 * one process: what a file is found to declare must not hang on which was linked before it.
 */
export class SharedChanges implements Changes {
  private readonly names: { binding: Binding; value: Binding['value']; pending: Binding['pending'] }[] = []
  /** What gives values back what they held, by the value: whether it is shared isn't asked. */
  private readonly contents = new Map<Changeable, () => void>()
  /** What a library's own top level changes stays, unless the file at hand has changed it before: that can't be told apart. */
  readonly ofLibraries: Changes = {
    noteName: () => {},
    noteContents: (value) => {
      this.areMixed ||= this.contents.has(value)
      loseFollowers(value, this.ofLibraries.noteContents)
    },
  }
  /** What was changed since whoever asks for it emptied it. */
  readonly recent = new Set<Changeable>()
  /** Whether a library has changed what the file at hand had changed before: no other file may see what comes of both. */
  areMixed = false

  noteName(binding: Binding): void {
    this.names.push({ binding, value: binding.value, pending: binding.pending })
  }

  noteContents(value: Changeable): void {
    this.recent.add(value)
    if (!this.contents.has(value)) this.contents.set(value, restorerOf(value))
    loseFollowers(value, (follower) => this.noteContents(follower))
  }

  undo(): void {
    for (let last = this.names.pop(); last; last = this.names.pop()) {
      last.binding.value = last.value
      last.binding.pending = last.pending
    }
    for (const restore of this.contents.values()) restore()
    this.contents.clear()
    this.recent.clear()
    this.areMixed = false
  }
}
