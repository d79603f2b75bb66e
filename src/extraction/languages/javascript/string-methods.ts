/** Methods of strings and numbers whose result follows from the text. */
import { list, type HostValue, type Invocation, type MissingMember, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { withPlainPlace } from '../text/repository-place.ts'
import { callback } from './callback.ts'
import { localNumber } from './locales.ts'
import { method as createMethod } from './methods.ts'
import { expressionOf, groupsValue, matchValue } from './regular-expressions.ts'
import { plainOf, textOf, undecided } from './text-of-value.ts'

const PURE = new Set([
  'toUpperCase', 'toLowerCase', 'trim', 'trimStart', 'trimEnd', 'padStart', 'padEnd', 'repeat', 'slice', 'substring', 'substr', 'concat',
  'charAt', 'charCodeAt', 'codePointAt', 'at', 'includes', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'normalize', 'split', 'replace',
  'replaceAll', 'match', 'matchAll', 'search', 'toString', 'toLocaleUpperCase', 'toLocaleLowerCase', 'toFixed', 'toPrecision', 'toExponential', 'valueOf', 'localeCompare',
]) // prettier-ignore

const MAXIMUM = 100_000

/** What searches go by here; regular expressions and functions are seen to below. */
const isSafe = (argument: unknown): boolean => typeof argument === 'string' || typeof argument === 'number' || argument === undefined

const callPure = (receiver: string | number | bigint | boolean, method: string, invocation: Invocation): Value => {
  const args = invocation.arguments.map((argument) => plainOf(argument))
  if (invocation.open || args.includes(undecided) || !args.every(isSafe)) return UNKNOWN
  const [first] = args
  if ((method === 'repeat' && Number(first) * String(receiver).length > MAXIMUM) || (method.startsWith('pad') && Number(first) > MAXIMUM))
    return UNKNOWN
  try {
    // The method's name is one of PURE, which strings and numbers have; what is missing throws and is unknown.
    const result = (Object(receiver) as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args)
    if (Array.isArray(result)) return list(result.map(String), { birth: invocation.evaluator.uncertainty })
    return typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean' ? result : UNKNOWN
  } catch {
    return UNKNOWN
  }
}

const isGroups = (part: unknown): part is Record<string, string | undefined> => typeof part === 'object' && part !== null

/** The text with what was found put through a replacement; undefined where a function's result isn't known. */
const replaceMatches = (
  text: string,
  expression: RegExp | string,
  isAll: boolean,
  replacement: Value,
  invocation: Invocation,
): string | undefined => {
  if (typeof replacement === 'string') return isAll ? text.replaceAll(expression, replacement) : text.replace(expression, replacement)
  let isKnown = true
  const one = (...found: unknown[]): string => {
    // The match, its groups and their position, the whole text, and named groups where the expression has some.
    const args = found.map((part): Value =>
      typeof part === 'string' || typeof part === 'number' ? part : isGroups(part) ? groupsValue(part) : undefined,
    )
    const result = textOf(callback(invocation, replacement, args), invocation.evaluator)
    isKnown &&= result !== undefined
    return result ?? ''
  }
  const replaced = isAll ? text.replaceAll(expression, one) : text.replace(expression, one)
  return isKnown ? replaced : undefined
}

const isFunction = (value: Value): boolean => typeof value === 'object' && (value?.kind === 'closure' || value?.kind === 'host')

/** The methods that search with a regular expression or replace by a function. */
const SEARCHING: Readonly<Record<string, (text: string, by: RegExp | string, invocation: Invocation) => Value>> = {
  replace: (text, by, invocation) => {
    const [, replacement] = invocation.arguments
    return typeof replacement === 'string' || isFunction(replacement)
      ? (replaceMatches(text, by, false, replacement, invocation) ?? UNKNOWN)
      : UNKNOWN
  },
  replaceAll: (text, by, invocation) => {
    const [, replacement] = invocation.arguments
    if (typeof by === 'object' && !by.global) return UNKNOWN
    return typeof replacement === 'string' || isFunction(replacement)
      ? (replaceMatches(text, by, true, replacement, invocation) ?? UNKNOWN)
      : UNKNOWN
  },
  split: (text, by, { arguments: [, limit] }) => list(text.split(by, typeof limit === 'number' ? limit : undefined)),
  match: (text, by) => matchValue(text.match(by)),
  matchAll: (text, by) =>
    typeof by === 'object' && !by.global
      ? UNKNOWN
      : list([...text.matchAll(typeof by === 'string' ? new RegExp(RegExp.escape(by), 'g') : by)].map(matchValue)),
  search: (text, by) => text.search(by),
}

const search = (text: string, method: string, invocation: Invocation): Value => {
  const [first] = invocation.arguments
  const by = typeof first === 'object' && first?.kind === 'regex' ? expressionOf(first, text) : first
  const compute = SEARCHING[method]
  if (!compute || invocation.open || text.length > MAXIMUM || (typeof by !== 'string' && !(by instanceof RegExp))) return UNKNOWN
  return compute(text, by, invocation)
}

const isSearch = (method: string, { arguments: [first, second] }: Invocation): boolean =>
  Object.hasOwn(SEARCHING, method) && ((typeof first === 'object' && first?.kind === 'regex') || isFunction(second))

const methods = new Map<string, (receiver: string | number | bigint | boolean) => HostValue>()
for (const method of PURE)
  methods.set(method, (receiver) =>
    createMethod(method, (invocation) =>
      typeof receiver === 'string' && isSearch(method, invocation)
        ? search(receiver, method, invocation)
        : callPure(receiver, method, invocation),
    ),
  )

methods.set('toLocaleString', (receiver) =>
  createMethod('toLocaleString', (invocation) =>
    typeof receiver === 'number' || typeof receiver === 'bigint' ? localNumber(receiver, invocation) : UNKNOWN,
  ),
)

const URL_PARTS = new Set(['pathname', 'href', 'hostname', 'host', 'origin', 'protocol', 'search', 'port'])

export const stringMember = (receiver: string | number | bigint | boolean, property: string): Value | MissingMember => {
  if (typeof receiver === 'string' && property === 'length') return receiver.length
  // A URL is kept as its text, which has none of these itself.
  if (typeof receiver === 'string' && URL_PARTS.has(property) && URL.canParse(receiver))
    return withPlainPlace(String(Reflect.get(new URL(receiver), property)))
  return methods.get(property)?.(receiver) ?? MISSING
}
