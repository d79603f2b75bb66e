/** What the statements that are kept of a function, or of a function literal in it, do with tests and change. */
import type { Change } from './go-changes.ts'
import type { Mentions } from './go-mentions-found.ts'
import type { LiteralEffect } from './go-slice-mentions.ts'
import type { SliceNames } from './go-slice-names.ts'

export class SliceEffects {
  /** A test may be declared or marked, or something is called of which that isn't known. */
  mayDeclare = false
  /** Functions that were given are called, which may declare one. */
  callsGiven = false
  private changesSeen = false
  private changesGiven = false
  private readonly names: SliceNames

  constructor(names: SliceNames) {
    this.names = names
  }

  /** Notes what a part that is kept may do with a test, and answers whether it may do anything. */
  touch(found: Mentions, isStatement = false): boolean {
    const { tests, givenFunctions, carriers, givenCarriers } = this.names
    let declares = found.declares || (isStatement && intersects(found.names, carriers))
    let calls = isStatement && intersects(found.names, givenCarriers)
    for (const name of found.names)
      if (tests.has(name)) {
        if (givenFunctions.has(name)) calls = true
        else declares = true
      }
    this.mayDeclare ||= declares
    this.callsGiven ||= calls
    return declares || calls
  }

  noteChange(change: Change): void {
    if (change === 'seen') this.changesSeen = true
    else if (change === 'given') this.changesGiven = true
  }

  /** What a function literal does; `keep` answers whether what is kept of it changes anything outside of it. */
  ofLiteral(keep: () => boolean): LiteralEffect {
    const { mayDeclare, callsGiven, changesSeen, changesGiven } = this
    Object.assign(this, { mayDeclare: false, changesSeen: false, changesGiven: false })
    const isFelt = keep()
    const effect = { declares: this.mayDeclare || (this.changesSeen && isFelt), changesGiven: this.changesGiven }
    Object.assign(this, { mayDeclare, callsGiven, changesSeen, changesGiven })
    return effect
  }
}

const intersects = (names: Iterable<string>, others: ReadonlySet<string>): boolean => {
  for (const name of names) if (others.has(name)) return true
  return false
}
