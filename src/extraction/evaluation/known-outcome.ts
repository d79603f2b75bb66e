import type { Statement } from '../facts/program.ts'
import { type Completion, returnedValue } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import type { Binding, Scope } from './scope.ts'
import { isUnknown, type Value } from './value.ts'

export const isKnown = (value: Value): boolean =>
  value !== undefined && !isUnknown(value) && !(typeof value === 'object' && (value?.kind === 'either' || value?.kind === 'host'))

const isKnownName = (binding: Binding | undefined): boolean => binding !== undefined && !binding.pending && isKnown(binding.value)

/** Whether all that the body of a `try` does is to work out values that are known now: then it raised nothing. */
export const isDone = ({ semantics }: Evaluator, body: readonly Statement[], completion: Completion, scope: Scope): boolean =>
  semantics.knownMeansDone === true &&
  body.every((statement) => {
    if (statement.kind === 'return') return completion?.certain === true && isKnown(returnedValue(completion))
    const assigned = statement.kind === 'evaluate' && statement.expression.kind === 'assign' ? statement.expression.pattern : null
    if (assigned?.kind === 'name') return isKnownName(scope.find(assigned.name))
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name') return false
    const { name } = statement.pattern
    return isKnownName(scope.names.get(name) ?? scope.owner.names.get(name))
  })
