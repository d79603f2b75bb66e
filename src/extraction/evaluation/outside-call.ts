import type { Evaluator } from './evaluator.ts'
import type { ModuleInstance } from './module-instance.ts'
import type { Invocation } from './value.ts'

/** A call that no text makes: whatever runs a module calls a function of it, which stands at these lines, with nothing. */
export const outsideCall = (
  evaluator: Evaluator,
  module: ModuleInstance,
  { line, endLine }: { line: number; endLine: number },
): Invocation => ({
  evaluator,
  site: { kind: 'call', callee: { kind: 'unknown' }, arguments: [], line, endLine },
  arguments: [],
  expressions: [],
  keywords: new Map(),
  open: false,
  receiver: undefined,
  module,
})
