/** A short assertion in words, where it can be understood by itself. */
import { oneLine } from '../../one-line.ts'
import { CALL_OF_LITERALS, nounOf, type Noun } from './noun-of-code.ts'
import type { Comparison } from './comparison.ts'
import { readAssertion } from './read-assertion.ts'

const LONGEST = 120
const LONGEST_VALUE = 60
/** Of a test's assertions only so many are looked at. */
const MOST = 12

const VALUE = /^(?:["'`].*["'`]|-?\d[\w.]*|[[({][^$=>]*[\])}]|true|false|null|undefined|none|nil|empty)$/is
/** Holds what a name stands for, not what it is. */
const NO_VALUE = /\$\{|\]\*?\w+[{(]|\)\(|(?<=[[({,:]\s*)[\p{L}_$](?!rue|alse|ull|one|il\b)/u

const valueOf = ({ relation, right }: Comparison): string | null => {
  if (relation === 'is called') return right
  const about = /^(?:pytest\.)?approx\((-?[\d.]+)[,)]/.exec(right)?.[1]
  if (about !== undefined) return `about ${about}`
  const value = right.replace(/^b(?=["'])/, '')
  return value.length <= LONGEST_VALUE && VALUE.test(value) && !NO_VALUE.test(value.replaceAll(/"[^"]*"|'[^']*'|`[^`$]*`/g, '0'))
    ? value
    : null
}

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

interface Said {
  text: string
  /** Of what and how, so that one that others contradict, since the software went on, is not told. */
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
  if (throwing !== undefined) return CALL_OF_LITERALS.test(throwing) ? { text: `${throwing} throws`, about: throwing, worth: 5 } : null
  const read = readAssertion(text)
  if (read === null) return null
  const comparison = ofLength(read)
  const noun = nounOf(comparison.left, comparison)
  const value = valueOf(comparison)
  if (noun === null || value === null) return null
  return {
    text: sayRelation(noun, comparison, value),
    about: `${noun.text} ${comparison.relation}`,
    worth: worthOf(noun, comparison, value),
  }
}

/** What says most of those assertions that can be said and that no other one contradicts, or null. */
export const sayAssertion = (assertions: readonly string[]): string | null => {
  const said = assertions.slice(0, MOST).map(sayOne)
  let best: Said | null = null
  for (const one of said) {
    if (one === null || one.worth <= (best?.worth ?? 0)) continue
    const isContradicted = said.some((other) => other !== null && other.about === one.about && other.text !== one.text)
    if (one.about.endsWith(' contains') || !isContradicted) best = one
  }
  return best?.text ?? null
}
