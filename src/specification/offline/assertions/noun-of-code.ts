/** What code on one side of an assertion stands for, in words. */
import { looksPlural, verbReading } from '../words/inflect.ts'
import { splitIdentifier } from '../words/split-identifier.ts'
import type { Comparison } from './comparison.ts'
import { splitCall } from './split-code.ts'

const PLAIN_LITERAL = /[bu]?"[^"]*"|[bu]?'[^']*'|-?[\d.]+|true|false|null|None|True|False|nil|undefined/.source
/** Of which lists and options by name are made too. */
const LITERAL = `(?:\\w+ ?[=:] ?)?(?:${PLAIN_LITERAL}|[[{] ?(?:(?:\\w+: )?(?:${PLAIN_LITERAL})(?:, (?:\\w+: )?(?:${PLAIN_LITERAL}))*)? ?[\\]}])`
/** A call whose arguments are all literals says what it is about. */
export const CALL_OF_LITERALS = new RegExp(
  `^(?=[\\w.$]{2})[\\w.$]+\\(\\s*(?:${LITERAL})(?:\\s*,\\s*(?:${LITERAL}))*\\s*\\)(?:\\.\\w+(?:\\(\\))?)*$`,
)
/** Of these a reader wants what is before them. */
const TRANSPARENT = /(?:\.(?:String|toString|decode|r?strip|trim|splitlines|getvalue|Bytes|read)\((?:["'][\w-]+["'])?\))+$/
/** `result.output`, `res.body.name`, `c.Name()`, `foo["bar"]`. */
const CHAIN = /^[\p{L}_$][\w$]*(?:\(\))?(?:(?:\?\.|\.)[\w$]+(?:\(\))?|\[(?:["'][\w -]+["']|-?\d+)\])*$/u
/** `headers.get("X-Method")` reads what `headers["X-Method"]` does. */
const READING = /\.(?:get|getItem|getAttribute|attr|getHeader|header)\((["'][\w -]+["'])\)/gi
/** Nobody knows them without the code; what is read of the answer is known by its name. */
const ARGUMENTS = /\([^()]+\)(?=\.\w|\[)/g
/** The value is there: TypeScript's sign for it. */
const IS_THERE = /!(?=[.[]|$)/g
const WRAPPED = /^(?:list|str|tuple|sorted|String|string)\((.+)\)$/

const OUTCOMES = /^(?:got|actual|results?|res|ret|retval|rv|received|observed|outcome|ans|answer)$/i
const OUTPUTS = /^(?:out|outs?tr|output|stdout)$/i
const ERRORS = /^(?:e|err|error|exc|excinfo|exc_info|exception)$/i
/** Names of what a test makes for itself, which say nothing of the software. */
const OWN =
  /^(?:.{1,2}|foo|bar|baz|qux|tmp|temp|obj|test|tests|spy|mock|stub|fn|fake|expected|expect|want|wanted|this|self|item|calls?|\w*(?:spy|mock|stub))\d*$/i
const HAS_BOOLEAN = /^(?:true|false)$/i

const partsOf = (chain: string): string[] =>
  chain
    .replaceAll('()', '')
    .split(/\?\.|\.|\[["']?|["']?\]/)
    .filter((part) => part !== '' && !/^-?\d*$/.test(part))

export interface Noun {
  text: string
  isPlural: boolean
}

const theNoun = (text: string): Noun => ({
  text: `the ${text}`,
  isPlural: !/data$/i.test(text) && looksPlural(text.split(' ').at(-1) ?? ''),
})

/** `parse()` of `schema.parse(input)`, whose arguments nobody knows without the code. */
const calledIn = (code: string): Noun | null => {
  const call = splitCall(code)
  const name = call?.callee.split('.').at(-1) ?? ''
  if (call === null || call.rest !== '' || call.inside === '' || OWN.test(name) || !/[a-z]{2}/i.test(name)) return null
  return /^(?:len|cap|set|sum|any|all|next|iter|type|repr|round|max|min|int|float|dict|isinstance|hasattr|getattr|screen|cy|document|require)$/.test(
    name,
  )
    ? null
    : { text: `${name}()`, isPlural: false }
}

const PLACES: Readonly<Partial<Record<string, string>>> = { 0: 'first', 1: 'second', 2: 'third', '-1': 'last' }

/** `lines[0]` is the first of the lines. */
const placedIn = (chain: string, comparison: Comparison): Noun | null => {
  const [, list = '', index = ''] = /^(.+)\[(-?\d+)\]$/.exec(chain) ?? []
  const place = PLACES[index]
  const all = place === undefined ? null : nounOf(list, comparison)
  return all?.isPlural === true && all.text.startsWith('the ') ? { text: `the ${place} of ${all.text}`, isPlural: false } : null
}

/** What a name in code stands for, in words; null where that says nothing without the code. */
export const nounOf = (left: string, { relation, right }: Comparison): Noun | null => {
  const chain = (WRAPPED.exec(left)?.[1] ?? left)
    .replace(TRANSPARENT, '')
    .replaceAll(IS_THERE, '')
    .replaceAll(READING, '[$1]')
    .replaceAll(ARGUMENTS, '()')
  if (CALL_OF_LITERALS.test(left) && (chain === left || !CHAIN.test(chain)))
    return { text: left.replace(/^(?:self|this)\./, ''), isPlural: false }
  const placed = placedIn(chain, { left, relation, right, negated: false })
  if (placed !== null || /\[-?\d+\]$/.test(chain)) return placed
  if (!CHAIN.test(chain)) return relation === 'is' || relation === 'contains' ? calledIn(chain) : null
  const parts = partsOf(chain)
  const [last = '', before = ''] = parts.toReversed()
  if (/^(?:message|Error|value)$/.test(last) && ERRORS.test(before)) return theNoun('error message')
  if (OUTCOMES.test(last)) return theNoun('result')
  if (/^val(?:ue)?$/i.test(last)) return theNoun('value')
  if (/^resp$/i.test(last)) return theNoun('response')
  if (OUTPUTS.test(last)) return theNoun('output')
  if (OWN.test(last) || ERRORS.test(last)) return null
  // The key of a header or of a setting, or what is called, is known by that name.
  if (relation === 'is called' || last.includes('-') || /\[["'][A-Z][A-Z\d_]{2,}["']\]$/.test(chain)) return { text: last, isPlural: false }
  const words = splitIdentifier(last.replace(/^get_?(?=\p{L})/iu, ''))
  const isSentence = words.length === 0 || /^(?:is|has|can|should|was|does|to|as|from|no|not|all|any)$/.test(words[0] ?? '')
  // A property that is read by a method has one word: `c.Name()`. A function is no property.
  if (chain === `${last}()`) return { text: chain, isPlural: false }
  if (words.length > 1 && relation === 'is' && chain.endsWith(`${last}()`) && !/^get/i.test(last))
    return { text: `${last}()`, isPlural: false }
  if (isSentence && chain.endsWith(`${last}()`)) return { text: `${last}()`, isPlural: false }
  if (verbReading(last.toLowerCase())?.form === 'past') return null
  if (HAS_BOOLEAN.test(right) || isSentence) return /^[\p{L}_]{4,}$/u.test(last) ? { text: last, isPlural: false } : null
  const first = verbReading(words[0] ?? '')
  const isVerb = first?.form === 'base' && (first.trust === 'verb' || first.trust === 'before-nouns')
  const isCommand = isVerb && (chain.endsWith(')') || (words.length === 1 && first.trust === 'verb'))
  if (words.some((word) => /^(?:\p{L}|\d+)$/u.test(word))) return null
  return isCommand || verbReading(words.at(-1) ?? '')?.form === 'past' ? null : theNoun(words.join(' ').replace(/^my (?=.)/, ''))
}
