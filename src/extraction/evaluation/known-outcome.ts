import type { Statement } from '../facts/program.ts'
import { type Completion, returnedValue } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import type { Scope } from './scope.ts'
import { isUnknown, type Value } from './value.ts'

const isKnown = (value: Value): boolean =>
  value !== undefined && !isUnknown(value) && !(typeof value === 'object' && (value?.kind === 'either' || value?.kind === 'host'))

/** Whether all that the body of a `try` does is to work out values that are known now: then it raised nothing. */
export const isDone = ({ semantics }: Evaluator, body: readonly Statement[], completion: Completion, scope: Scope): boolean =>
  semantics.knownMeansDone === true &&
  body.every((statement) => {
    if (statement.kind === 'return') return completion?.certain === true && isKnown(returnedValue(completion))
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name') return false
    const binding = scope.owner.names.get(statement.pattern.name)
    return binding !== undefined && !binding.pending && isKnown(binding.value)
  })
