/** Comparisons that are written as conditions: Python's statement, and the condition under which a test in Go fails. */
import { compared, type Comparison, type Relation } from './comparison.ts'
import { splitCall, splitCode } from './split-code.ts'

const OPERATORS: readonly (readonly [string, Relation, boolean])[] = [
  [' == ', 'is', false],
  [' != ', 'is', true],
  [' is not ', 'is', true],
  [' is ', 'is', false],
  [' not in ', 'contains', true],
  [' in ', 'contains', false],
  [' === ', 'is', false],
  [' !== ', 'is', true],
  [' instanceof ', 'is of the type', false],
]
/** What fails otherwise is the opposite, which nobody would say so. */
const ORDERS: readonly (readonly [string, Relation])[] = [
  [' >= ', 'is at least'],
  [' <= ', 'is at most'],
  [' > ', 'is more than'],
  [' < ', 'is less than'],
]

const LITERAL_FIRST = /^(?:-?\d|["'`[({]|b["']|(?:None|True|False|nil|null|undefined|true|false)$)/

/** `left == right` and its like; `isFailure` where it is the condition of a failure and so says the opposite. */
export const readOperator = (condition: string, isFailure: boolean): Comparison | null => {
  if (/ (?:and|or|if|for) |&&|\|\|/.test(condition)) return null
  for (const [operator, relation, isNegated] of OPERATORS) {
    const [first = '', second] = splitCode(condition, operator, 2)
    if (second === undefined) continue
    const negated = isNegated !== isFailure
    if (relation === 'contains') return compared(second, relation, first, negated)
    const [left, right] = LITERAL_FIRST.test(first) && !LITERAL_FIRST.test(second) ? [second, first] : [first, second]
    const measured = splitCall(left)
    if (measured?.callee === 'len' && measured.rest === '') return negated ? null : compared(measured.inside, 'has length', right)
    return compared(left, relation, right, negated)
  }
  for (const [operator, relation] of isFailure ? [] : ORDERS) {
    const [left, right] = splitCode(condition, operator, 2)
    if (right !== undefined) return compared(left, relation, right)
  }
  return readPredicate(condition, isFailure)
}

/** `isinstance(left, right)`, `left.startswith(right)`, `not left.is_open`. */
const readPredicate = (condition: string, isFailure: boolean): Comparison | null => {
  const [, not, predicate] = /^(not )?(.+)$/.exec(condition) ?? []
  const call = splitCall(predicate ?? '')
  const negated = (not !== undefined) !== isFailure
  if (call?.callee === 'isinstance' && call.rest === '') {
    const [left, right] = splitCode(call.inside, ',')
    return compared(left, 'is of the type', right, negated)
  }
  // Somebody's own: `edges_equal(left, right)`.
  if (call !== null && call.rest === '' && /(?:^|_|[a-z])[eE]quals?$/.test(call.callee) && !/almost|approx|not/i.test(call.callee)) {
    const [left, right, more] = splitCode(call.inside, ',')
    return more === undefined ? compared(left, 'is', right, negated) : null
  }
  const [, left, how = ''] = /^(.+)\.(starts|ends)[wW]ith$/.exec(call?.callee ?? '') ?? []
  if (left !== undefined && call?.rest === '') return compared(left, how === 'starts' ? 'starts with' : 'ends with', call.inside, negated)
  const isPredicate = /(?:^|\.)(?:is|has|can)(?:_\w+|[A-Z]\w*)(?:\(|$)/.test(call?.callee ?? predicate ?? '')
  return isPredicate && predicate !== undefined ? compared(predicate, 'is', (not === undefined) === isFailure ? 'false' : 'true') : null
}

/** Python's statement, or the condition under which a test in Go fails. */
export const readCondition = (assertion: string): Comparison | null => {
  if (assertion.startsWith('assert ')) return readOperator(splitCode(assertion.slice('assert '.length), ',')[0] ?? '', false)
  const contains = /^(!?)strings\.Contains\((.*)\)$/s.exec(assertion)
  if (contains !== null) {
    const [left, right] = splitCode(contains[2] ?? '', ',')
    return compared(left, 'contains', right, contains[1] === '')
  }
  return / [!=]= /.test(assertion) && !/^\w+\(t,/.test(assertion) ? readOperator(assertion, true) : null
}
