/** A short assertion in words, where it can be understood by itself. */
import { oneLine } from '../../one-line.ts'
import { CALL_OF_LITERALS, nounOf, type Noun } from './noun-of-code.ts'
import type { Comparison } from './comparison.ts'
import { readAssertion } from './read-assertion.ts'
import { readOperator } from './read-condition.ts'
import { statusNamed } from './statuses.ts'

const LONGEST = 120
const LONGEST_VALUE = 80
/** Of a test's assertions only so many are looked at. */
const MOST = 12

const VALUE = /^(?:["'`].*["'`]|-?\d[\w.]*|[[({][^$=>]*[\])}]|true|false|null|undefined|none|nil|empty)$/is
/** Holds what a name stands for, not what it is. */
const NO_VALUE = /\$\{| [+%*] |[\])}]\.\w|\]\*?\w+[{(]|\)\(|(?<=[[({,:]\s*)[\p{L}_$](?!rue|alse|ull|one|il\b)/u

/** As code names them: `http.Request`, `HTTPError`, `bytes`. */
const TYPE = /^(?:[\w$]+\.)*(\p{Lu}[\w$]*|bytes|bytearray|str|string|int|float|dict|list|tuple|set|bool|complex|map)$/u
/** By their names in Go, of which each is as plain a value as its number. */
const STATUS = /^http\.Status(\w+)$/

const valueOf = ({ relation, right }: Comparison): string | null => {
  if (relation === 'is called') return right
  if (relation === 'is of the type') return /^(?:Object|Function|Array|Any)$/.test(right) ? null : (TYPE.exec(right)?.[1] ?? null)
  if (ORDER.test(relation)) return /^-?\d[\d._]*$/.test(right) ? right : null
  const status = STATUS.exec(right)?.[1]
  if (status !== undefined) return statusNamed(status)
  const about = /^(?:pytest\.)?approx\((-?[\d.]+)[,)]/.exec(right)?.[1]
  if (about !== undefined) return `about ${about}`
  const value = right.replace(/^b(?=["'])/, '')
  // What stands in quotes is a value whatever it is.
  const plain = value.replaceAll(/"[^"]*"|'[^']*'|`[^`$]*`/g, '0')
  return value.length <= LONGEST_VALUE && (VALUE.test(value) || VALUE.test(plain)) && !NO_VALUE.test(plain) ? value : null
}

const ORDER = /^is (?:more than|less than|at least|at most)$/

const sayRelation = ({ text, isPlural }: Noun, { relation, negated }: Comparison, value: string): string => {
  switch (relation) {
    case 'is':
      if (text.endsWith('()') && !/^(?:is|has|can)(?![a-z])/.test(text))
        return `${text} ${negated ? 'does not return' : 'returns'} ${value}`
      return `${text} ${isPlural ? 'are' : 'is'} ${negated ? 'not ' : ''}${value}`
    case 'contains':
      if (text.endsWith('()')) return `what ${text} returns ${negated ? 'does not contain' : 'contains'} ${value}`
      return negated ? `${text} ${isPlural ? 'do' : 'does'} not contain ${value}` : `${text} ${isPlural ? 'contain' : 'contains'} ${value}`
    case 'has length':
      if (isPlural) return `the number of ${text.replace(/^the /, '')} is ${value}`
      return `${text} has length ${value}`
    case 'is of the type':
    case 'is more than':
    case 'is at least':
    case 'is less than':
    case 'is at most': {
      const be = `${isPlural ? 'are' : 'is'}${negated ? ' not' : ''}`
      return `${text.endsWith('()') ? `what ${text} returns` : text} ${relation.replace('is', be)} ${value}`
    }
    case 'starts with':
    case 'ends with': {
      const [verb = '', ...rest] = relation.split(' ')
      const said = negated ? `${isPlural ? 'do' : 'does'} not ${verb.slice(0, -1)}` : isPlural ? verb.slice(0, -1) : verb
      return [text.endsWith('()') ? `what ${text} returns` : text, said, ...rest, value].join(' ')
    }
    case 'is called':
      if (value === 'never' || negated)
        return `${text} is ${value === 'never' ? 'never' : 'not'} called${value === 'never' || value === '' ? '' : ` ${value}`}`
      return `${text} is called${value === '' ? '' : ` ${value}`}`
  }
}

/** `x.length` is 2: `x` has length 2. */
const ofLength = (comparison: Comparison): Comparison => {
  const measured = /^(.+)\.(?:length|size)$/.exec(comparison.left)?.[1]
  if (measured === undefined || comparison.relation !== 'is' || comparison.negated || !/^\d+$/.test(comparison.right)) return comparison
  return { ...comparison, left: measured, relation: 'has length' }
}

/** `type(x)` is `str`: `x` is of that type. */
const ofType = (comparison: Comparison): Comparison => {
  const typed = /^type\((.+)\)$/.exec(comparison.left)?.[1]
  return typed === undefined || comparison.relation !== 'is' ? comparison : { ...comparison, left: typed, relation: 'is of the type' }
}

/** What is true that says itself what it compares: `name.startsWith("a")`, `a == b`. */
const ofPredicate = (comparison: Comparison): Comparison => {
  const { left, relation, negated, right } = comparison
  const said = relation === 'is' && !negated && /^(?:true|false)$/i.test(right) ? readOperator(left, /^false$/i.test(right)) : null
  return said === null || (said.relation === 'is' && said.left === left) ? comparison : said
}

interface Said {
  text: string
  value: string
  /** Of what and how, so that what others say of the same, since the software went on, is told with it. */
  about: string
  /** How much it says. */
  worth: number
}

const worthOf = (noun: Noun, { relation, negated }: Comparison, value: string): number => {
  if (noun.text.includes('(') && !noun.text.endsWith('()')) return 5
  if (negated || /^(?:0|true|false|null|none|nil|undefined|\[\]|\{\}|""|'')$/i.test(value)) return 1
  return relation === 'contains' || /^["'`[{(]/.test(value) ? 4 : 3
}

const sayOne = (assertion: string): Said | null => {
  const text = oneLine(assertion)
  if (text.length > LONGEST) return null
  const throwing = /^expect\((?:\(\) =>\s*)?(.+)\)\.(?:toThrow|toThrowError)\(\)$/.exec(text)?.[1]
  if (throwing !== undefined)
    return CALL_OF_LITERALS.test(throwing) ? { text: `${throwing} throws`, value: '', about: throwing, worth: 5 } : null
  const read = readAssertion(text)
  if (read === null) return null
  const comparison = ofPredicate(ofType(ofLength(read)))
  const noun = nounOf(comparison.left, comparison)
  const value = valueOf(comparison)
  if (noun === null || value === null) return null
  return {
    text: sayRelation(
      STATUS.test(comparison.right) && noun.text === 'the code' ? { ...noun, text: 'the status code' } : noun,
      comparison,
      value,
    ),
    value,
    about: `${noun.text} ${comparison.relation} ${comparison.negated}`,
    worth: worthOf(noun, comparison, value),
  }
}

const MOST_VALUES = 3
const LONGEST_VALUES = 120
/** What more than one value may be said of: `the data is "a" in one case and "b" in another`. */
const SAYS_A_VALUE = / is false$/

/** What all of them say of the same: only a value where they differ, and that of each case. */
const sayAll = (one: Said, others: readonly Said[]): string | null => {
  const values = [...new Set(others.map(({ value }) => value))]
  if (values.length === 1) return one.text
  if (
    !SAYS_A_VALUE.test(one.about) ||
    values.length > MOST_VALUES ||
    values.join('').length > LONGEST_VALUES ||
    !others.every(({ text, value }) => text.endsWith(` ${value}`))
  )
    return null
  const [first = '', second = '', third] = values
  const said = one.text.slice(0, one.text.length - one.value.length - 1)
  return third === undefined
    ? `${said} ${first} in one case and ${second} in another`
    : `${said} ${first}, ${second} and ${third} in different cases`
}

/** What says most of those assertions that can be said, or null; of several about the same, what they say together. */
export const sayAssertion = (assertions: readonly string[]): string | null => {
  const said = assertions
    .slice(0, MOST)
    .map(sayOne)
    .filter((one) => one !== null)
  let best: Said | null = null
  for (const one of said) {
    if (one.worth <= (best?.worth ?? 0)) continue
    const text = / contains (?:true|false)$/.test(one.about)
      ? one.text
      : sayAll(
          one,
          said.filter((other) => other.about === one.about),
        )
    if (text !== null) best = { ...one, text }
  }
  return best?.text ?? null
}
