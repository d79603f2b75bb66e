/** A sentence about a topic that has no verb: what is known to happen then, by assertions or in the weakest words that are true. */
import { expectationOf, failureAmong, outcomeOf } from './assertions/say-outcome.ts'
import { readMessage } from './assertions/say-message.ts'
import { sayAssertion } from './assertions/say-assertion.ts'
import { isPluralSubject } from './grammar/clause-parts.ts'
import { mayBeClause, participleAt } from './grammar/find-hidden-verb.ts'
import { CONDITION_OPENERS, PREPOSITIONS } from './grammar/function-words.ts'
import { sayActionNoun } from './words/action-nouns.ts'
import { uncapitalised } from './words/capitals.ts'
import { verbReading } from './words/inflect.ts'
import { lettersOf, textOf, tokensOf } from './words/tokens.ts'

const ADJECTIVE =
  /^(?:empty|invalid|valid|missing|dirty|strict|idle|readonly|unset|absent|null|nullish|optional|[a-z]+(?:able|ible|less|ous|ful))$/

/** `for an expired token`, `when the token is expired`, `with no arguments`: under which circumstances. */
export const circumstanceOf = (given: string): string => {
  // What a test does as a command is not what it is about.
  const topic = given.replace(/^(?:check|verify|test|assert|confirm)(?:s|ing)? (?=\S)/i, '')
  const tokens = tokensOf(topic)
  const [first] = tokens
  const word = first?.word ?? ''
  const plain = uncapitalised(topic)
  const at = participleAt(tokens)
  if (at > 0) {
    const be = isPluralSubject(tokens.slice(0, at)) ? 'are' : 'is'
    return `when ${uncapitalised(textOf(tokens.slice(0, at)))} ${be} ${textOf(tokens.slice(at))}`
  }
  const isState = ADJECTIVE.test(word) || (verbReading(word)?.form === 'past' && verbReading(word)?.base !== word)
  if (tokens.length === 1 && isState) return `when ${plain}`
  if (word === 'not') return verbReading(tokens[1]?.word ?? '')?.form === 'past' && tokens.length < 3 ? `when ${plain}` : `for ${plain}`
  return word === 'no' && tokens.length > 1 ? `with ${plain}` : `for ${plain}`
}

/** `responds with 401 for basic auth`, though the name says 401 as well. */
const withoutStatus = (topic: string, outcome: string): string => {
  const status = /\d{3}$/.exec(outcome)?.[0]
  const rest = status !== undefined && topic.endsWith(` ${status}`) ? topic.slice(0, -status.length - 1) : topic
  return PREPOSITIONS.has(rest.split(' ').at(-1) ?? '') ? topic : rest
}

/** `parse("a") is 1` tells itself that it is about `parse`, and `parse() returns 1` what `parse() with tabs` does. */
const inTopic = (topic: string, circumstance: string, said: string): string => {
  if (lettersOf(said).startsWith(lettersOf(topic))) return said
  const [, name, rest] = /^([\w$]+\(\)):? (.+)$/.exec(topic) ?? []
  if (name === undefined || rest === undefined || !said.startsWith(`${name} `)) return `${circumstance}, ${said}`
  return `${said} ${CONDITION_OPENERS.has(rest.split(' ')[0] ?? '') ? rest : circumstanceOf(rest)}`
}

/** What is tested is that this does not fail; that something else does, as one of several assertions says, would mislead. */
const SUCCEEDING = /\b(?:valid|ok|success\w*|correct\w*|allowed|accepted|permitted|supported)\b/i

/** Starts with the verb, or with the circumstances. `ofCases`: the test is parameterised. */
export const sayTopic = (topic: string, assertions: readonly string[], ofCases = false): string => {
  const [, label, labelled] = /^((?:[\w.()-]+ ){0,3}[\w.()-]+): (?!\W*\d+$)(.+)$/.exec(topic) ?? []
  if (label !== undefined && labelled !== undefined) {
    const said = sayTopic(labelled, assertions, ofCases)
    const asserted = label.endsWith('()') ? sayAssertion(assertions) : null
    return asserted?.startsWith(`${label} `) === true && said.endsWith(`, ${asserted}`)
      ? inTopic(topic, said, asserted)
      : `${label}: ${said}`
  }
  const measured = /^(speed|example) of (.+)$/.exec(topic)
  if (measured?.[1] === 'speed') return `the ${topic} is measured`
  if (measured !== null) return `an example shows ${measured[2] ?? ''}`
  const outcome = outcomeOf(topic, assertions)
  if (outcome !== null) return `${outcome} ${circumstanceOf(withoutStatus(topic, outcome))}`
  const supported = /^(.+) support$/i.exec(topic)?.[1] ?? /^support (?:for|of) (.+)$/i.exec(topic)?.[1]
  if (supported !== undefined) return `supports ${uncapitalised(supported)}`
  const failing = /^(.+) fail$/i.exec(topic)?.[1]
  if (failing !== undefined) return `${failing} fails`
  if (mayBeClause(tokensOf(topic))) return topic
  const failure = failureAmong(assertions, ofCases)
  if (failure !== null && SUCCEEDING.test(topic)) return `${expectationOf(assertions)} ${circumstanceOf(topic)}`
  if (failure !== null) return `${failure} ${circumstanceOf(topic)}`
  const message = readMessage(assertions)
  if (message !== null)
    return message.hasSubject ? `${circumstanceOf(topic)}, ${uncapitalised(message.text)}` : `${message.text} ${circumstanceOf(topic)}`
  const asserted = sayAssertion(assertions)
  if (asserted !== null) return inTopic(topic, circumstanceOf(topic), asserted)
  return sayActionNoun(uncapitalised(topic)) ?? `${expectationOf(assertions)} ${circumstanceOf(topic)}`
}

/** What is known of each of a test's cases, which have no names. */
export const IN_EACH_CASE = 'in each case'

/** The same of a subject by itself, of which nothing more is known: `createSlice gives the expected result`. */
export const saySubject = (subject: string, assertions: readonly string[], circumstance = ''): string => {
  const isOfCases = circumstance === IN_EACH_CASE
  const failure = SUCCEEDING.test(circumstance) ? null : failureAmong(assertions, isOfCases)
  const asserted = failureAmong(assertions) === null ? sayAssertion(assertions) : null
  const tokens = tokensOf(subject)
  const place = circumstance === '' || (isOfCases && failure !== null) ? '' : ` ${circumstance}`
  if (asserted !== null) return inTopic(subject, `for ${uncapitalised(subject)}${place}`, asserted)
  const expectation = outcomeOf(circumstance, assertions) ?? failure ?? expectationOf(assertions)
  const [, verb = '', rest = ''] = /^(\w+?)s?( .*)?$/.exec(expectation) ?? []
  return `${subject} ${isPluralSubject(tokens) ? (verb === 'ha' ? 'have' : verb) + rest : expectation}${place}`
}
