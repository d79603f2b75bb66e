/** What a file may cost beside its own declarations, in steps (see `StepBudget`). */
import type { Semantics } from './semantics.ts'

/** For one call into files that declare no tests, and for all such calls of one file together. */
const LIBRARY_CALL_STEPS = 20_000
const LIBRARY_STEPS = 200_000
/** For the body of one test, and for those of one file together. */
export const BODY_STEPS = 50_000
const BODIES_STEPS = 200_000
/** Of what bodies do, for all calls of one file into files that declare no tests: what these give rarely names a test. */
const BODIES_LIBRARY_STEPS = 10_000
/** For one declaration of a library's own top level, or for what that does besides, and for all of them together. */
export const SHARED_STEPS = 500_000
export const MODULE_STEPS = 2_000_000

export class Allowances {
  readonly libraryCall: number
  /** What is left for calls into files that declare no tests. */
  library: number
  /** What is left for the bodies of tests. */
  bodies = BODIES_STEPS
  private bodiesLibrary = BODIES_LIBRARY_STEPS
  private readonly libraryOfFile: number

  constructor({ libraryAllowance }: Semantics) {
    this.libraryCall = libraryAllowance?.call ?? LIBRARY_CALL_STEPS
    this.libraryOfFile = libraryAllowance?.file ?? LIBRARY_STEPS
    this.library = this.libraryOfFile
  }

  refill(): void {
    this.library = this.libraryOfFile
    this.bodies = BODIES_STEPS
    this.bodiesLibrary = BODIES_LIBRARY_STEPS
  }

  /** From here on a test's body runs; what is answered ends that. */
  lendToBody(): () => void {
    const outer = this.library
    const lent = Math.min(outer, this.bodiesLibrary)
    this.library = lent
    return () => {
      const used = lent - this.library
      this.bodiesLibrary -= used
      this.library = outer - used
    }
  }

  /** From here on calls into libraries have as much as a file has at first; what is answered ends that, and nothing of it is charged. */
  lendAnew(): () => void {
    const outer = this.library
    this.library = this.libraryOfFile
    return () => {
      this.library = outer
    }
  }
}
