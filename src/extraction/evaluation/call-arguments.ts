/** What a call is given. */
import { certainEntries } from './doubtful-entries.ts'
import { inPlaces } from './doubtful-items.ts'
import type { CallExpression, Expression, Spread } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import type { Scope } from './scope.ts'
import { UNKNOWN, type Value } from './value.ts'

interface SpreadArguments {
  values: Value[]
  /** How many of them stand where they do for certain: those before a spread of which the length isn't known, and what that begins with. */
  placed: number
  open: boolean
}

/** What stands between a call's parentheses, each by itself; what is spread as a whole. */
export const evaluateArguments = (evaluator: Evaluator, args: readonly (Expression | Spread)[], scope: Scope): Value[] =>
  args.map((argument) => evaluator.evaluate(argument.kind === 'spread' ? argument.value : argument, scope))

/** What a call is given, of what stands between its parentheses. */
export const spreadArguments = (evaluator: Evaluator, args: readonly (Expression | Spread)[], given: Value[]): SpreadArguments => {
  if (!args.some(({ kind }) => kind === 'spread')) return { values: given, placed: given.length, open: false }
  const values: Value[] = []
  let placed: number | null = null
  let open = false
  for (const [at, value] of given.entries()) {
    if (args[at]?.kind !== 'spread') values.push(value)
    else {
      const known = inPlaces(evaluator.semantics.iterate(value, 'values', evaluator))
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
