/** How much evaluation a file may cost, in steps: about as many as there are expressions and statements on the way. */
import { EvaluationLimit } from './raised.ts'

export const DEFAULT_STEPS = 4_000_000
/** Of a file that will be linked again, from where it first asked for what isn't read yet: what else it asks for is worth no more. */
const STEPS_TO_LOOK_AHEAD = 1_000
/** To copy so many costs as much as a step of the program. */
const ITEMS_A_STEP = 100

export class StepBudget {
  private mayBeLinkedAgain = false
  private looksAhead = false
  private steps: number

  constructor(steps: number) {
    this.steps = steps
  }

  get left(): number {
    return this.steps
  }

  /** Before a file is linked; `mayBeLinkedAgain`: if something isn't read that it asks for. */
  beginFile(mayBeLinkedAgain: boolean): void {
    this.mayBeLinkedAgain = mayBeLinkedAgain
    this.looksAhead = false
  }

  /** The file has asked for what isn't read yet. */
  lookAhead(): void {
    if (!this.mayBeLinkedAgain || this.looksAhead) return
    this.looksAhead = true
    this.steps = Math.min(this.steps, STEPS_TO_LOOK_AHEAD)
  }

  /** Whether the file at hand will be linked again: all that matters is what else it asks for. */
  get isLookingAhead(): boolean {
    return this.looksAhead
  }

  /** Whether a look ahead has come to its end: what was evaluated last is not whole. */
  get isCutShort(): boolean {
    return this.looksAhead && this.steps <= 0
  }

  refill(steps: number): void {
    this.steps = this.looksAhead ? Math.min(steps, this.steps) : steps
  }

  /** Gives at least so many steps more to what has shown that it gets somewhere. */
  allow(steps: number): void {
    if (!this.looksAhead) this.steps = Math.max(this.steps, steps)
  }

  step(): void {
    this.take(1)
  }

  /** So many items are gone through or copied by one step of the program, which a loop may do each time. */
  copy(items: number): void {
    this.take(Math.floor(items / ITEMS_A_STEP))
  }

  private take(steps: number): void {
    this.steps -= steps
    if (this.steps < 0) throw new EvaluationLimit('evaluation ended at its limit of steps')
  }

  /** From here on there are so many, and no more; what is answered ends that, charges what was used where it is told so, and says how much it was. */
  lend(allowed: number): (isCharged: boolean) => number {
    const outer = this.steps
    this.steps = allowed
    return (isCharged) => {
      const left = Math.max(this.steps, 0)
      const used = Math.max(allowed - left, 0)
      if (this.looksAhead) this.steps = Math.min(outer, left)
      else this.steps = isCharged ? outer - used : outer
      return used
    }
  }
}
