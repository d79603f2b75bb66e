/** `re`: expressions of tests and their tables, run where they surely end soon. */
import { type Invocation, list, MISSING, type MissingMember, type RegexValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type ExpressionFlag, type Translated, translateExpression } from '../expression-syntax.ts'
import { apply, argument, type Native, native, nativeModule } from '../python-calls.ts'
import { finderOf } from './re-finder.ts'
import { flagConstants, flagsOf } from './re-flags.ts'
import { isPlaceDependent } from '../../text/repository-place.ts'
import { matchValue, type Search, textOrNone } from './re-match.ts'

type Place = 'anywhere' | 'start' | 'whole'

/** Letters whose cases the two languages tell apart in other ways; all but ASCII's where an expression asks for these. */
const ODD_CASES = /[İıſ\u212a]/
const BEYOND_ASCII = /[^\0-\x7f]/

/** Longer ones name no tests. */
const LONGEST_PATTERN = 1_000
const LONGEST_TEXT = 100_000

const translations = new Map<string, Translated | null>()

const translate = (pattern: string, flags: readonly ExpressionFlag[]): Translated | null => {
  const key = `${flags.join('')}/${pattern}`
  const known = translations.get(key)
  if (known !== undefined) return known
  const translated = pattern.length > LONGEST_PATTERN ? null : translateExpression(pattern, flags)
  if (translations.size < 1000) translations.set(key, translated)
  return translated
}

/**
 * Undefined where the expression, its flags or the text aren't known, it can't be run, or the text tells where the
 * repository is.
 */
const searchOf = (pattern: Value, flags: Value, text: Value, place: Place, { evaluator }: Invocation): Search | undefined => {
  const isCompiled = typeof pattern === 'object' && pattern?.kind === 'regex'
  const given = isCompiled ? pattern.flags : flagsOf(flags)
  const source = isCompiled ? pattern.text : pattern
  if (typeof source !== 'string' || typeof text !== 'string' || !given) return undefined
  if (text.length > LONGEST_TEXT || isPlaceDependent(text) || isPlaceDependent(source)) return undefined
  const translated = translate(source, given)
  if (!translated || (translated.flags.includes('i') && (translated.isAscii ? BEYOND_ASCII : ODD_CASES).test(source + text)))
    return undefined
  const whole = place === 'whole' ? `^(?:${translated.source})$` : translated.source
  const finder = finderOf(whole, translated.flags, text, place === 'start', evaluator)
  return finder && { finder, source: whole, groups: translated.groups, text, hasPairs: /[\ud800-\udfff]/.test(text) }
}

/** What a template puts in the place of what was found; undefined where it isn't followed. */
const expand = (template: string, found: RegExpExecArray, { groups }: Search): string | undefined => {
  let isKnown = true
  const textOf = (index: number): string => {
    if (index > groups.length) isKnown = false
    return found[index] ?? ''
  }
  const expanded = template.replaceAll(
    /\\(?:g<(?:(\d+)|(\w+))>|([1-9]\d?)(?!\d)|(.?))/gsu,
    (_all, number?: string, name?: string, short?: string, other: string = '') => {
      if (number !== undefined || short !== undefined) return textOf(Number(number ?? short))
      if (name !== undefined) {
        const at = groups.indexOf(name)
        if (at < 0) isKnown = false
        return found[at + 1] ?? ''
      }
      if (other === '\\') return '\\'
      if (other === 'n') return '\n'
      if (other === 't') return '\t'
      if (other === 'r') return '\r'
      if (other === '' || /^[\dA-Za-z]$/.test(other)) isKnown = false
      return `\\${other}`
    },
  )
  return isKnown ? expanded : undefined
}

/** What each function does with an expression, its flags and what it is given behind the expression. */
type Operation = (pattern: Value, flags: Value, rest: readonly Value[], invocation: Invocation) => Value

const find =
  (place: Place): Operation =>
  (pattern, flags, [text, ...more], invocation) => {
    const search = more.length > 0 ? undefined : searchOf(pattern, flags, text, place, invocation)
    if (!search) return UNKNOWN
    const found = search.finder.first()
    return found === undefined ? UNKNOWN : found && matchValue(found, search)
  }

/** Where a search prefers nothing to something. */
const PREFERS_NOTHING = /[*+?}]\?|\|/

/** All that is found, one behind the other. Undefined where Python would look for more at the place where it found nothing. */
const all = (
  pattern: Value,
  flags: Value,
  text: Value,
  invocation: Invocation,
): { search: Search; found: RegExpExecArray[] } | undefined => {
  const search = searchOf(pattern, flags, text, 'anywhere', invocation)
  const found = search?.finder.all()
  if (!search || !found) return undefined
  for (const one of found) {
    invocation.evaluator.step()
    if (one[0] === '' && PREFERS_NOTHING.test(search.source)) return undefined
  }
  return { search, found }
}

const findAll: Operation = (pattern, flags, [text, ...more], invocation) => {
  const known = more.length > 0 ? undefined : all(pattern, flags, text, invocation)
  if (!known) return UNKNOWN
  return list(
    known.found.map((one) => {
      if (one.length <= 2) return one.at(-1) ?? ''
      return list(
        one.slice(1).map((group: string | undefined) => group ?? ''),
        { type: 'tuple' },
      )
    }),
    { birth: invocation.evaluator.uncertainty },
  )
}

const findIter: Operation = (pattern, flags, [text, ...more], invocation) => {
  const known = more.length > 0 ? undefined : all(pattern, flags, text, invocation)
  return known ? list(known.found.map((one) => matchValue(one, known.search))) : UNKNOWN
}

const split: Operation = (pattern, flags, [text, limit = 0], invocation) => {
  const known = all(pattern, flags, text, invocation)
  if (!known || typeof limit !== 'number' || limit < 0) return UNKNOWN
  const parts: Value[] = []
  let from = 0
  for (const one of limit > 0 ? known.found.slice(0, limit) : known.found) {
    parts.push(known.search.text.slice(from, one.index), ...one.slice(1).map(textOrNone))
    from = one.index + one[0].length
  }
  return list([...parts, known.search.text.slice(from)], { birth: invocation.evaluator.uncertainty })
}

/** The text with its replacements, and how many these are. */
const substituted = (
  pattern: Value,
  flags: Value,
  [by, text, limit = 0]: readonly Value[],
  invocation: Invocation,
): [string, number] | undefined => {
  const known = all(pattern, flags, text, invocation)
  if (!known || typeof limit !== 'number' || limit < 0) return undefined
  const found = limit > 0 ? known.found.slice(0, limit) : known.found
  let result = ''
  let from = 0
  for (const one of found) {
    const put =
      typeof by === 'string'
        ? expand(by, one, known.search)
        : isCallable(by)
          ? apply(by, [matchValue(one, known.search)], invocation)
          : undefined
    if (typeof put !== 'string' || result.length > LONGEST_TEXT) return undefined
    result += known.search.text.slice(from, one.index) + put
    from = one.index + one[0].length
  }
  return [result + known.search.text.slice(from), found.length]
}

const isCallable = (value: Value): boolean => typeof value === 'object' && (value?.kind === 'closure' || value?.kind === 'host')

const FUNCTIONS: Readonly<Record<string, { parameters: readonly string[]; run: Operation }>> = {
  findall: { parameters: ['string'], run: findAll },
  finditer: { parameters: ['string'], run: findIter },
  fullmatch: { parameters: ['string'], run: find('whole') },
  match: { parameters: ['string'], run: find('start') },
  search: { parameters: ['string'], run: find('anywhere') },
  split: { parameters: ['string', 'maxsplit'], run: split },
  sub: { parameters: ['repl', 'string', 'count'], run: (...given) => substituted(...given)?.[0] ?? UNKNOWN },
  subn: {
    parameters: ['repl', 'string', 'count'],
    run: (...given) => {
      const known = substituted(...given)
      return known ? list(known, { type: 'tuple' }) : UNKNOWN
    },
  },
}

/** What is given for these parameters, by place or name, without what is missing at the end. */
const givenFor = (parameters: readonly string[], from: number, invocation: Invocation): Value[] => {
  const given = parameters.map((name, at) => argument(invocation, from + at, name))
  return given.slice(0, given.findLastIndex((one) => one !== undefined) + 1)
}

const compile: Native = (_args, invocation) => {
  const [pattern, given] = givenFor(['pattern', 'flags'], 0, invocation)
  if (typeof pattern === 'object' && pattern?.kind === 'regex') return pattern
  const flags = flagsOf(given)
  // Its text is known whatever its flags are.
  return typeof pattern === 'string' ? ({ kind: 'regex', text: pattern, ...(flags ? { flags } : {}) } satisfies RegexValue) : UNKNOWN
}

/** What a compiled expression can be asked. */
export const expressionMember = (pattern: RegexValue, property: string): Value | MissingMember => {
  if (property === 'pattern') return pattern.text
  const known = Object.hasOwn(FUNCTIONS, property) ? FUNCTIONS[property] : undefined
  if (!known) return MISSING
  return native(property, (args, invocation) =>
    // Behind what is searched come the places to search from and to.
    args.length > known.parameters.length || [...invocation.keywords.keys()].some((name) => !known.parameters.includes(name))
      ? UNKNOWN
      : known.run(pattern, undefined, givenFor(known.parameters, 0, invocation), invocation),
  )
}

export const reModule = nativeModule('re', {
  ...flagConstants,
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, { parameters, run }]) => [
      name,
      native(name, (_args, invocation) => {
        const flags = argument(invocation, parameters.length + 1, 'flags')
        return run(argument(invocation, 0, 'pattern'), flags, givenFor(parameters, 1, invocation), invocation)
      }),
    ]),
  ),
  compile: native('compile', compile),
  escape: native('escape', ([text]) => (typeof text === 'string' ? text.replace(/[ \t\n\r\v\f#$&()*+\-.?[\\\]^{|}~]/g, '\\$&') : UNKNOWN)),
})
