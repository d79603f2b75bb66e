/** What a short assertion compares, and how, of the commonest ways to write it. */
import { compared, type Comparison, type Relation } from './comparison.ts'
import { readCondition, readOperator } from './read-condition.ts'
import { readMatchers } from './read-matcher.ts'
import { splitCall, splitCode } from './split-code.ts'

const ORDER: Readonly<Partial<Record<string, Relation>>> = {
  Greater: 'is more than',
  GreaterEqual: 'is at least',
  GreaterOrEqual: 'is at least',
  Less: 'is less than',
  LessEqual: 'is at most',
  LessOrEqual: 'is at most',
}

const readOrder = (name: string, left: string | undefined, right: string | undefined): Comparison | null => {
  const order = Object.hasOwn(ORDER, name) ? ORDER[name] : undefined
  return order === undefined ? null : compared(left, order, right)
}

/** `assert.Equal(t, right, left)` of Go's testify. */
const readTestify = (name: string, given: readonly string[]): Comparison | null => {
  const [, first, second] = given
  switch (name) {
    case 'Equal':
    case 'EqualValues':
    case 'Exactly':
      return compared(second, 'is', first)
    case 'Contains':
    case 'NotContains':
      return compared(first, 'contains', second, name !== 'Contains')
    case 'Nil':
    case 'True':
    case 'False':
      return compared(first, 'is', name.toLowerCase())
    case 'Len':
      return compared(first, 'has length', second)
    case 'Empty':
    case 'NotEmpty':
      return compared(first, 'is', 'empty', name !== 'Empty')
    case 'IsType':
      return compared(second, 'is of the type', first?.replace(/^\(?[*&]?|(?<=\w)(?:\{.*\}|\)?\(.*\))$/gs, ''))
    default:
      return readOrder(name, first, second)
  }
}

/** `assert.equal(left, right)` of Node.js, `self.assertEqual(left, right)` of Python. */
const readFunction = (name: string, [left, right]: readonly string[]): Comparison | null => {
  if (/^(?:equal|strictEqual|deepEqual|deepStrictEqual|is|same|Equals?|ListEqual|DictEqual|SequenceEqual|Is)$/.test(name))
    return compared(left, 'is', right)
  if (/^(?:notEqual|notStrictEqual|not|NotEqual|IsNot)$/.test(name)) return compared(left, 'is', right, true)
  if (/^(?:True|False)$/.test(name)) return compared(left, 'is', name)
  if (/^(?:IsNone|IsNotNone)$/.test(name)) return compared(left, 'is', 'None', name === 'IsNotNone')
  if (/^(?:Not)?IsInstance$/.test(name)) return compared(left, 'is of the type', right, name.startsWith('Not'))
  if (/^(?:In|NotIn)$/.test(name)) return compared(right, 'contains', left, name === 'NotIn')
  return readOrder(name, left, right)
}

const readCall = (assertion: string): Comparison | null => {
  const call = splitCall(assertion)
  if (call === null || call.rest !== '') return null
  const helper = /(not|omit|exclude)?\w*?(?:contains?|includes?|omits?|excludes?)$/i.exec(/^\w+$/.exec(call.callee)?.[0] ?? '')
  if (helper !== null) {
    // Somebody's own `checkStringContains(t, left, right)`.
    const [left, right] = splitCode(call.inside, ',').slice(call.inside.startsWith('t,') ? 1 : 0)
    return compared(left, 'contains', right, helper[1] !== undefined || /(?:omits?|excludes?)$/i.test(call.callee))
  }
  if (/^(?:assert|(?:t\.)?assert\.ok|t\.ok|ok)$/.test(call.callee)) return readOperator(splitCode(call.inside, ',')[0] ?? '', false)
  // Of others, as `check(t, left, right)`, nobody knows how they compare.
  if (/^(?:assert|check|expect)_?(?:equals?|same)$/i.test(call.callee)) {
    const [left, right] = splitCode(call.inside, ',').slice(call.inside.startsWith('t,') ? 1 : 0)
    return compared(left, 'is', right)
  }
  const name =
    /^(?:t\.)?(?:assert|require|t|test)\.(\w+)$/.exec(call.callee)?.[1] ??
    /^self\.assert(\w+)$/.exec(call.callee)?.[1] ??
    /^(?:equal|strictEqual|deepEqual|deepStrictEqual|notEqual|notStrictEqual)$/.exec(call.callee)?.[0]
  if (name === undefined) return null
  const given = splitCode(call.inside, ',')
  return given[0] === 't' ? readTestify(name, given) : readFunction(name, given)
}

/** Null where it is none of the known forms. */
export const readAssertion = (assertion: string): Comparison | null => {
  const plain = assertion.replace(/^await /, '').replace(/;$/, '')
  return readMatchers(plain) ?? readCall(plain) ?? readCondition(plain)
}
