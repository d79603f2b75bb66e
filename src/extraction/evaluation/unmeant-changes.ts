import type { Evaluator } from './evaluator.ts'
import { type Changeable, type Changes, refill, restorerOf } from './shared-changes.ts'
import type { ClassValue } from './value.ts'

/** What gives a class the members that it had; functions that it got stay, for these may be tests. */
const memberRestorer = ({ members }: ClassValue): (() => void) => {
  const former = [...members]
  return () => {
    const added = [...members].filter(
      ([name, value]) => typeof value === 'object' && value?.kind === 'closure' && !former.some(([one]) => one === name),
    )
    refill(members, [...former, ...added])
  }
}

/** What is done to objects and classes where it isn't meant. Of a list it is told by its parts what only may be in it. */
export class UnmeantChanges {
  private readonly contents = new Map<Changeable, () => void>()
  private readonly outer: UnmeantChanges | null

  constructor(outer: UnmeantChanges | null) {
    this.outer = outer
  }

  private noteContents(value: Changeable): void {
    this.outer?.noteContents(value)
    if (this.contents.has(value)) return
    if (value.kind === 'object') this.contents.set(value, restorerOf(value))
    else if (value.kind === 'class') this.contents.set(value, memberRestorer(value))
  }

  /** Notes both for this and for what is noted at all times. */
  beside(changes: Changes): Changes {
    return {
      noteName: (binding) => changes.noteName(binding),
      noteContents: (value) => {
        changes.noteContents(value)
        this.noteContents(value)
      },
    }
  }

  undo(): void {
    for (const restore of this.contents.values()) restore()
  }
}

/** Runs what isn't meant to run: what objects and classes had before they have afterwards. */
export const undoing = <T>(evaluator: Evaluator, inner: () => T): T => {
  const outer = evaluator.unmeant
  const own = new UnmeantChanges(outer)
  evaluator.unmeant = own
  try {
    return inner()
  } finally {
    own.undo()
    evaluator.unmeant = outer
  }
}
