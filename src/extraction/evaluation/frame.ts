import type { ModuleInstance } from './module-instance.ts'
import type { Scope } from './scope.ts'

/** Where evaluation is: the calls and loops it has entered, outermost first. */
export interface Frame {
  readonly kind: 'call' | 'loop'
  readonly node: object
  /** The module whose text holds the call or loop, and its line there. */
  readonly module: ModuleInstance
  readonly line: number
  /** Calls that stand in a text: the names around them. */
  readonly scope?: Scope | undefined
}
