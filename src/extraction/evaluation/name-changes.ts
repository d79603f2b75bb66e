import type { Binding } from './scope.ts'

/**
 * Assignments to names at the top of modules that files share. Each test file has its modules for itself, so that what
 * one assigns there is undone before the next is linked. What it changes in objects stays, and so does what was made of a
 * changed name meanwhile.
 */
export class NameChanges {
  private readonly former: { binding: Binding; value: Binding['value']; pending: Binding['pending'] }[] = []

  /** Before the binding is changed. */
  note(binding: Binding): void {
    this.former.push({ binding, value: binding.value, pending: binding.pending })
  }

  undo(): void {
    for (let last = this.former.pop(); last; last = this.former.pop()) {
      last.binding.value = last.value
      last.binding.pending = last.pending
    }
  }
}
