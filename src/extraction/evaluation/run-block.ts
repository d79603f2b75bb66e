import type { Statement } from '../facts/program.ts'
import type { Completion } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import { Scope } from './scope.ts'

/** Runs statements in a scope of their own, where the language has one for each block. */
export const runBlock = (evaluator: Evaluator, statements: readonly Statement[], scope: Scope): Completion =>
  statements.length === 0
    ? null
    : evaluator.run(statements, evaluator.semantics.blockScoped ? new Scope(scope, scope.module, false) : scope)
