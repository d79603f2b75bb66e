const MAXIMUM_DEPTH = 400

/** How deep in each other expressions, statements and calls are that are being evaluated. */
export class Depth {
  private level = 0

  /** Whether there is a level deeper, which ends by `leave`. */
  enter(): boolean {
    if (this.level >= MAXIMUM_DEPTH) return false
    this.level++
    return true
  }

  leave(): void {
    this.level--
  }

  reset(): void {
    this.level = 0
  }
}
