/** What a module's top level declares, found when it is first asked for. */
import type { Statement } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import type { ModuleInstance } from './module-instance.ts'
import { patternNames } from './patterns.ts'
import { gaps, hangsOnUnfinished, meetUnread, type Scope, valueOf } from './scope.ts'
import { UNKNOWN, type Value } from './value.ts'

export const declarePatternPending = (evaluator: Evaluator, module: ModuleInstance, statement: Statement & { kind: 'declare' }): void => {
  const names = patternNames(statement.pattern)
  let ran = false
  const declareAll = (): void => {
    ran = false
    for (const name of names) module.scope.declarePending(name, () => settle(name))
  }
  /** What the names are for the file at hand, where that is no answer for others; stale, where a file that they need wasn't read. */
  let provisional: { file: number; values: Map<string, Value>; isStale: boolean } | null = null
  const current = (name: string): Value => {
    const binding = module.scope.names.get(name)
    return binding && (!binding.pending || binding.provisionalFor === gaps.file) ? binding.value : UNKNOWN
  }
  /** Running the statement may leave the value to be found when it is asked for, as it is here. */
  const ask = (name: string): Value => {
    const binding = module.scope.names.get(name)
    return binding?.pending ? valueOf(binding, UNKNOWN) : current(name)
  }
  const settle = (name: string): Value => {
    if (provisional && (provisional.isStale || provisional.file === gaps.file)) {
      if (provisional.isStale) meetUnread()
      else gaps.count++
      return provisional.values.get(name)
    }
    const before = gaps.count
    const unread = gaps.unread
    let isDone = false
    try {
      if (!ran) {
        ran = true
        evaluator.apart(module, () => void evaluator.run([statement], module.scope), undefined)
      }
      const value = evaluator.apart(module, () => ask(name), UNKNOWN)
      isDone = gaps.count === before && !hangsOnUnfinished()
      return value
    } finally {
      if (!isDone) {
        if (gaps.count !== before)
          provisional = {
            file: gaps.file,
            values: new Map(names.map((one) => [one, current(one)])),
            isStale: gaps.unread > unread || evaluator.budget.isCutShort,
          }
        declareAll()
      }
    }
  }
  declareAll()
}

/** What declaring it binds is its value only where `valueOf` takes it for final. */
export const declareDefinition = (scope: Scope, name: string, declare: () => Value): void => {
  scope.declarePending(name, () => {
    const pending = scope.names.get(name)
    try {
      return declare()
    } finally {
      if (pending) scope.names.set(name, pending)
    }
  })
}
