/** What a call is given. */
import { certainEntries } from './doubtful-entries.ts'
import { inPlaces } from './doubtful-items.ts'
import type { CallExpression, Expression, Spread } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import type { Scope } from './scope.ts'
import { UNKNOWN, type Value } from './value.ts'

interface EvaluatedArguments {
  values: Value[]
  /** How many of them stand where they do for certain: those before a spread of which the length isn't known, and what that begins with. */
  placed: number
  open: boolean
}

export const evaluateArguments = (evaluator: Evaluator, args: (Expression | Spread)[], scope: Scope): EvaluatedArguments => {
  const values: Value[] = []
  let placed: number | null = null
  let open = false
  for (const argument of args) {
    if (argument.kind !== 'spread') values.push(evaluator.evaluate(argument, scope))
    else {
      const known = inPlaces(evaluator.semantics.iterate(evaluator.evaluate(argument.value, scope), 'values', evaluator))
      if (known) values.push(...known.items)
      open ||= !known || known.open !== false
      if (open) placed ??= values.length
    }
  }
  return { values, placed: placed ?? values.length, open }
}

interface EvaluatedKeywords {
  keywords: ReadonlyMap<string, Value>
  open: boolean
}

const NO_KEYWORDS: EvaluatedKeywords = { keywords: new Map(), open: false }

export const evaluateKeywords = (evaluator: Evaluator, call: CallExpression, scope: Scope): EvaluatedKeywords => {
  if (call.keywords === undefined || call.keywords.length === 0) return NO_KEYWORDS
  const keywords = new Map<string, Value>()
  let open = false
  for (const { name, value } of call.keywords) {
    const evaluated = evaluator.evaluate(value, scope)
    if (name !== '**') keywords.set(name, evaluated)
    else if (typeof evaluated === 'object' && evaluated?.kind === 'object') {
      for (const [key, entry] of certainEntries(evaluated)) if (typeof key === 'string') keywords.set(key, entry)
      open ||= evaluated.open !== false
    } else open = true
  }
  return { keywords, open }
}

const isOfProgram = (value: Value): boolean => typeof value === 'object' && (value?.kind === 'closure' || value?.kind === 'class')

/** What the repository's own functions are given: of what has no place only other functions, which may be called all the same. */
export const asParameters = (callee: Value, values: Value[], placed: number): Value[] =>
  placed === values.length || !isOfProgram(callee)
    ? values
    : values.map((value, at) => (at < placed || isOfProgram(value) ? value : UNKNOWN))
