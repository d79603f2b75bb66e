/** What a short assertion compares, and how, of the commonest ways to write it. */
import { compared, type Comparison } from './comparison.ts'
import { readCondition } from './read-condition.ts'
import { splitCall, splitCode } from './split-code.ts'

const TIMES: Readonly<Record<string, string>> = { 0: 'never', 1: 'once', 2: 'twice' }
const timesOf = (count: string): string => TIMES[count] ?? `${count} times`

/** `expect(left).not.toBe(right)` by its matcher. */
const readMatcher = (left: string, matcher: string, right: string, negated: boolean): Comparison | null => {
  switch (matcher.toLowerCase()) {
    case 'tobe':
    case 'toequal':
    case 'tostrictequal':
    case 'tomatchinlinesnapshot':
    case 'equal':
    case 'equals':
    case 'eq':
    case 'eql':
      return right === '' ? null : compared(left, 'is', right, negated)
    case 'tobenull':
    case 'tobeundefined':
    case 'null':
    case 'undefined':
    case 'true':
    case 'false':
      return compared(left, 'is', matcher.replace(/^toBe/, '').toLowerCase(), negated)
    case 'tobecloseto':
      return negated ? null : compared(left, 'is', `approx(${right})`)
    case 'tocontain':
    case 'contain':
    case 'include':
      return compared(left, 'contains', right, negated)
    case 'tohavelength':
    case 'length':
    case 'lengthof':
      return negated ? null : compared(left, 'has length', right)
    case 'tohavebeencalled':
    case 'called':
      return compared(left, 'is called', '', negated)
    case 'tohavebeencalledtimes':
    case 'callcount':
      return negated || !/^\d+$/.test(right) ? null : compared(left, 'is called', timesOf(right))
    case 'tohavebeencalledonce':
    case 'calledonce':
      return compared(left, 'is called', 'once', negated)
    default:
      return null
  }
}

const readExpect = (assertion: string): Comparison | null => {
  const call = splitCall(assertion)
  if (call?.callee !== 'expect') return null
  const chain = /^((?:\.(?:to|be|been|have|has|deep|not|is|that|a|an|and))*)\.(\w+)(?:\((.*)\))?$/s.exec(call.rest)
  const [, words = '', matcher, right = ''] = chain ?? []
  if (matcher === undefined || /^(?:async\b|\(|function\b)/.test(call.inside)) return null
  return readMatcher(call.inside, matcher, right.trim(), words.includes('.not'))
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
      return compared(first, 'is', 'empty')
    default:
      return null
  }
}

/** `assert.equal(left, right)` of Node.js, `self.assertEqual(left, right)` of Python. */
const readFunction = (name: string, [left, right]: readonly string[]): Comparison | null => {
  if (/^(?:equal|strictEqual|deepEqual|deepStrictEqual|is|same|Equals?|ListEqual|DictEqual|SequenceEqual|Is)$/.test(name))
    return compared(left, 'is', right)
  if (/^(?:notEqual|notStrictEqual|not|NotEqual|IsNot)$/.test(name)) return compared(left, 'is', right, true)
  if (/^(?:True|False)$/.test(name)) return compared(left, 'is', name)
  if (/^(?:IsNone|IsNotNone)$/.test(name)) return compared(left, 'is', 'None', name === 'IsNotNone')
  if (/^(?:In|NotIn)$/.test(name)) return compared(right, 'contains', left, name === 'NotIn')
  return null
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
  const name = /^(?:assert|require|t|test)\.(\w+)$/.exec(call.callee)?.[1] ?? /^self\.assert(\w+)$/.exec(call.callee)?.[1]
  if (name === undefined) return null
  const given = splitCode(call.inside, ',')
  return given[0] === 't' ? readTestify(name, given) : readFunction(name, given)
}

/** Null where it is none of the known forms. */
export const readAssertion = (assertion: string): Comparison | null => {
  const plain = assertion.replace(/^await /, '').replace(/;$/, '')
  return readExpect(plain) ?? readCall(plain) ?? readCondition(plain)
}
