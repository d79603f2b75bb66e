/** Assertions that are written as matchers: `expect(left).toBe(right)` and `left.should.eql(right)`. */
import { compared, type Comparison, type Relation } from './comparison.ts'
import { splitCall } from './split-code.ts'

const TIMES: Readonly<Record<string, string>> = { 0: 'never', 1: 'once', 2: 'twice' }
const timesOf = (count: string): string => TIMES[count] ?? `${count} times`

/** By the matcher in small letters. */
const RELATIONS: Readonly<Record<string, Relation>> = {
  tobe: 'is',
  toequal: 'is',
  tostrictequal: 'is',
  tomatchinlinesnapshot: 'is',
  equal: 'is',
  equals: 'is',
  eq: 'is',
  eql: 'is',
  tocontain: 'contains',
  tocontainequal: 'contains',
  tohavetextcontent: 'contains',
  contain: 'contains',
  contains: 'contains',
  include: 'contains',
  includes: 'contains',
  string: 'contains',
  tohavelength: 'has length',
  length: 'has length',
  lengthof: 'has length',
  tobeinstanceof: 'is of the type',
  instanceof: 'is of the type',
  startwith: 'starts with',
  endwith: 'ends with',
  tobegreaterthan: 'is more than',
  above: 'is more than',
  greaterthan: 'is more than',
  tobegreaterthanorequal: 'is at least',
  least: 'is at least',
  tobelessthan: 'is less than',
  below: 'is less than',
  lessthan: 'is less than',
  tobelessthanorequal: 'is at most',
  most: 'is at most',
}

/** `expect(left).not.toBe(right)` by its matcher. */
const readMatcher = (left: string, matcher: string, right: string, negated: boolean): Comparison | null => {
  const relation = Object.hasOwn(RELATIONS, matcher) ? RELATIONS[matcher] : undefined
  if (matcher === 'true' && !negated) {
    const [, called, times = ''] = /^(.+)\.called(Once|Twice|)$/.exec(left) ?? []
    if (called !== undefined) return compared(called, 'is called', times.toLowerCase())
  }
  if (relation !== undefined)
    return right === '' || (negated && relation === 'has length') ? null : compared(left, relation, right, negated)
  switch (matcher) {
    case 'tobenull':
    case 'tobeundefined':
    case 'null':
    case 'undefined':
    case 'true':
    case 'false':
      return compared(left, 'is', matcher.replace(/^tobe/, ''), negated)
    case 'tobecloseto':
      return negated ? null : compared(left, 'is', `approx(${right})`)
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

const CHAIN = /^((?:\s?\.(?:to|be|been|have|has|deep|not|is|that|a|an|and))*)\s?\.(\w+)(?:\((.*)\))?$/s

const readChain = (left: string, rest: string): Comparison | null => {
  const [, words = '', matcher, right = ''] = CHAIN.exec(rest) ?? []
  return matcher === undefined ? null : readMatcher(left, matcher.toLowerCase(), right.trim(), words.includes('.not'))
}

const readExpect = (assertion: string): Comparison | null => {
  const call = splitCall(assertion)
  return call?.callee !== 'expect' || /^(?:async\b|\(|function\b)/.test(call.inside) ? null : readChain(call.inside, call.rest)
}

/** Chai's other way to write it: `left.should.not.equal(right)`. */
const readShould = (assertion: string): Comparison | null => {
  const [, left, rest] = /^([^\s'"`].*?)\s?\.should(\s?\..+)$/s.exec(assertion) ?? []
  return left === undefined || rest === undefined || rest.includes('.should') ? null : readChain(left, rest)
}

/** Null where it is none of the known forms. */
export const readMatchers = (assertion: string): Comparison | null => readExpect(assertion) ?? readShould(assertion)
