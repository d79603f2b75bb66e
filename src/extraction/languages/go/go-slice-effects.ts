/** What the statements that are kept of a function, or of a function literal in it, do with tests. */
import type { Mentions } from './go-mentions-found.ts'
import type { SliceNames } from './go-slice-names.ts'

export class SliceEffects {
  /** A test may be declared or marked, or something is called of which that isn't known. */
  mayDeclare = false
  /** Functions that were given are called, which may declare one. */
  callsGiven = false
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

  /** Whoever is given what was made of a test outside of the repository may declare tests by it. */
  handOn(found: Mentions): void {
    this.mayDeclare ||= found.wraps || intersects(found.names, this.names.wrapped)
  }

  /** Whether calling a function literal matters; `keep` answers whether what is kept of it changes anything outside of it. */
  ofLiteral(keep: () => boolean): boolean {
    const { mayDeclare, callsGiven } = this
    Object.assign(this, { mayDeclare: false, callsGiven: false })
    const matters = keep() || this.mayDeclare || this.callsGiven
    Object.assign(this, { mayDeclare, callsGiven })
    return matters
  }
}

const intersects = (names: Iterable<string>, others: ReadonlySet<string>): boolean => {
  for (const name of names) if (others.has(name)) return true
  return false
}
