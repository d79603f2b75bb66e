/** What JavaScript programs find without importing it, as far as tables and titles are made of it. */
import { isCertain, listOf, partsOf, turnsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { runForEffect } from '../../evaluation/import-for-effect.ts'
import { requiredModule } from '../../evaluation/modules.ts'
import {
  either,
  host,
  type HostValue,
  type Invocation,
  isUndecided,
  list,
  type ListValue,
  MISSING,
  type MissingMember,
  object,
  type Part,
  UNKNOWN,
  unknown,
  type UnknownValue,
  type Value,
} from '../../evaluation/value.ts'
import { withPlainPlace } from '../text/repository-place.ts'
import { cloneOf, parseJson, stringifyJson } from './json.ts'
import { objectFromEntries } from './list-methods.ts'
import { INTL } from './locales.ts'
import { MATH, NUMBER, NUMBER_FUNCTIONS, toNumberOf } from './numbers.ts'
import { nodeValues } from './node-values.ts'
import { grouped, OBJECT_FUNCTIONS } from './object-functions.ts'
import { createSymbol, isSymbol, LANGUAGE_SYMBOLS, registeredSymbol } from './symbols.ts'
import { DATE_FUNCTIONS, dateOf } from './dates.ts'
import { arrayBufferOf, bytesOf, encodedText, errorOf, expressionOf, proxyOf } from './library-objects.ts'
import { prototypeFor } from './prototypes.ts'
import { REFLECT } from './reflect.ts'
import { rawText } from './template-tags.ts'
import { textOf } from './text-of-value.ts'

type Call = (invocation: Invocation) => Value

/** The language's own functions (`Error.captureStackTrace(error, run)`) call nothing that declares tests. */
const isFunctionOf = (name: string, property: string): boolean => {
  const owner: unknown = Reflect.get(globalThis, name)
  return typeof owner === 'function' && Object.hasOwn(owner, property) && typeof Reflect.get(owner, property) === 'function'
}

const namespace = (name: string, members: Record<string, Call | Value>, call?: Call): HostValue =>
  host(name, {
    member: (property) => {
      if (property === 'name') return name
      if (property === 'prototype') return prototypeFor(name)
      if (!Object.hasOwn(members, property))
        return isFunctionOf(name, property) ? host(`${name}.${property}`, { call: () => UNKNOWN }) : MISSING
      const member = members[property]
      return typeof member === 'function' ? host(`${name}.${property}`, { call: member }) : member
    },
    ...(call ? { call } : {}),
  })

const first = (invocation: Invocation): Value => invocation.arguments[0]

const iterated = (value: Value, evaluator: Evaluator): ListValue | UnknownValue => {
  const known = turnsOf(evaluator, value)
  return known ? listOf(partsOf(known), { birth: evaluator.uncertainty }) : UNKNOWN
}

const MAXIMUM_LENGTH = 100_000

const arrayFrom: Call = (invocation) => {
  const { evaluator } = invocation
  const [source, mapper] = invocation.arguments
  let items = iterated(source, evaluator)
  if (typeof source === 'object' && source?.kind === 'object') {
    const length = source.entries.get('length')
    if (typeof length === 'number' && length <= MAXIMUM_LENGTH)
      items = list(
        Array.from({ length }, (_item, at) => source.entries.get(String(at))),
        { open: source.open !== false, birth: evaluator.uncertainty },
      )
  }
  if (mapper === undefined || typeof items !== 'object' || items?.kind !== 'list') return items
  const map = evaluator.semantics.member(items, 'map', evaluator)
  return map === MISSING ? UNKNOWN : evaluator.call(map, { ...invocation, arguments: [mapper] })
}

/** `new Number(0)` and the like are objects, whatever they hold: true, and of the type 'object'. */
const orBoxed =
  (convert: Call): Call =>
  (call) =>
    call.site.new ? object([], { open: true, birth: call.evaluator.uncertainty }) : convert(call)

/** Each item as often as a set has it: surely, where one of its parts is certain. */
const once = (parts: readonly Part[]): Part[] => {
  const known = new Map<Value, Part>()
  for (const part of parts) if (!known.has(part.item) || isCertain(part)) known.set(part.item, part)
  return [...known.values()]
}

const collection =
  (type: 'set' | 'list'): Call =>
  ({ arguments: [source], evaluator }) => {
    if (source === undefined) return list([], { type, birth: evaluator.uncertainty })
    const items = iterated(source, evaluator)
    if (items.kind !== 'list') return UNKNOWN
    const parts = partsOf(items)
    return listOf(type === 'set' ? once(parts) : parts, { type, birth: evaluator.uncertainty })
  }

const mapOf: Call = ({ arguments: [source], evaluator }) => {
  const entries =
    source === undefined || source === null ? object([], { birth: evaluator.uncertainty }) : objectFromEntries(source, evaluator, true)
  if (typeof entries === 'object' && entries?.kind === 'object') entries.type = 'Map'
  return entries
}

const characters =
  (compute: (...codes: number[]) => string): Call =>
  ({ arguments: args, open }) => {
    const codes = args.filter((argument): argument is number => typeof argument === 'number' && argument >= 0 && argument <= 0x10ffff)
    return open || codes.length !== args.length ? UNKNOWN : compute(...codes)
  }

/** `new URL('./x', import.meta.url)` as its text. */
const urlText: Call = ({ arguments: [relative, base] }) =>
  typeof relative === 'string' && (base === undefined || typeof base === 'string') && URL.canParse(relative, base)
    ? withPlainPlace(new URL(relative, base).href)
    : UNKNOWN

const stringOf: Call = (call) => {
  const value = first(call)
  if (isSymbol(value)) return value.name
  return call.arguments.length === 0 ? '' : (textOf(value, call.evaluator) ?? UNKNOWN)
}

const GLOBALS: Record<string, Value> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  Object: namespace('Object', OBJECT_FUNCTIONS),
  Array: namespace(
    'Array',
    {
      from: arrayFrom,
      of: (call) => list(call.arguments, { open: call.open, birth: call.evaluator.uncertainty }),
      isArray: (call) => {
        const value = first(call)
        return isUndecided(value) ? UNKNOWN : typeof value === 'object' && value?.kind === 'list'
      },
    },
    (call) => {
      const length = first(call)
      if (call.arguments.length === 1 && typeof length === 'number')
        return length <= MAXIMUM_LENGTH
          ? list(
              Array.from({ length }, () => undefined),
              { birth: call.evaluator.uncertainty },
            )
          : UNKNOWN
      return list(call.arguments, { open: call.open, birth: call.evaluator.uncertainty })
    },
  ),
  Set: namespace('Set', {}, collection('set')),
  WeakSet: namespace('WeakSet', {}, collection('set')),
  Map: namespace('Map', { groupBy: (call) => grouped(call, true) }, mapOf),
  WeakMap: namespace('WeakMap', {}, mapOf),
  Date: namespace('Date', DATE_FUNCTIONS, dateOf),
  Intl: INTL,
  RegExp: namespace('RegExp', {}, expressionOf),
  Proxy: namespace('Proxy', {}, proxyOf),
  ...Object.fromEntries(
    ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'EvalError', 'ReferenceError', 'URIError'].map((name) => [
      name,
      namespace(name, {}, errorOf(name)),
    ]),
  ),
  ...NUMBER_FUNCTIONS,
  Uint8Array: namespace(
    'Uint8Array',
    { from: bytesOf, of: (call) => list(call.arguments, { type: 'bytes', open: call.open, birth: call.evaluator.uncertainty }) },
    bytesOf,
  ),
  ArrayBuffer: namespace('ArrayBuffer', {}, arrayBufferOf),
  TextEncoder: namespace('TextEncoder', {}, () => namespace('TextEncoder', { encode: encodedText })),
  JSON: namespace('JSON', { parse: parseJson, stringify: stringifyJson }),
  structuredClone: host('structuredClone', { call: (call) => cloneOf(first(call), call.evaluator) }),
  Math: namespace('Math', MATH),
  String: namespace(
    'String',
    { raw: rawText, fromCharCode: characters(String.fromCharCode), fromCodePoint: characters(String.fromCodePoint) },
    orBoxed(stringOf),
  ),
  Number: namespace('Number', NUMBER, orBoxed(toNumberOf)),
  Boolean: namespace(
    'Boolean',
    {},
    orBoxed((call) => call.evaluator.semantics.truthiness(first(call)) ?? UNKNOWN),
  ),
  URL: namespace('URL', {}, urlText),
  process: nodeValues('process'),
  Symbol: namespace(
    'Symbol',
    {
      ...LANGUAGE_SYMBOLS,
      for: registeredSymbol,
      keyFor: ({ arguments: [symbol] }) => (isSymbol(symbol) ? symbol.name.slice(7, -1) : UNKNOWN),
    },
    (call) => createSymbol(first(call)),
  ),
  Reflect: namespace('Reflect', REFLECT),
  Promise: namespace('Promise', {
    resolve: first,
    all: first,
  }),
}

const requireModule =
  (isNamed: (invocation: Invocation) => boolean): Call =>
  (invocation) => {
    const { arguments: [source], evaluator, module, site } = invocation // prettier-ignore
    if (typeof source !== 'string') return UNKNOWN
    runForEffect(evaluator, { source, from: module, line: site.line, isNamed: isNamed(invocation), asked: 'required' })
    const given = requiredModule(evaluator, source, module)
    // What a JSON file holds, and no namespace around it.
    const isContent = site.callee.kind === 'name' && site.callee.name === 'require' && typeof given === 'object' && given?.kind === 'module'
    return isContent && given.module.path.endsWith('.json') ? (evaluator.semantics.moduleValue?.(given.module, evaluator) ?? given) : given
  }

const REQUIRE = host('require', {
  call: requireModule(({ forEffect }) => !forEffect),
  member: (property) => (property === 'resolve' ? host('require.resolve') : MISSING),
})
/** What `import('./x.js')` gives is a promise, so what is made of it is a call: `import('./tests.js').catch(…)`. */
const IMPORT = host('import', { call: requireModule(() => false) })

const NOWHERE = new ModuleInstance('')

/** The global object: what a framework puts in the global scope, and what the language has there. */
const GLOBAL_OBJECT: HostValue = host('globalThis', {
  member: (property, evaluator) => {
    const provided = evaluator.resolver.global(property, NOWHERE)
    if (provided !== undefined) return provided
    if (evaluator.globals.has(property)) return evaluator.globals.get(property)
    const own = javaScriptGlobal(property)
    return own === MISSING ? unknown(`globalThis.${property}`) : own
  },
  assign: (property, value, evaluator) => {
    evaluator.globals.set(property, evaluator.uncertainty > 0 ? either(value, evaluator.globals.get(property)) : value)
  },
})

/** Those that are there wherever tests run; `window` is only in some environments. */
const GLOBAL_NAMES = new Set(['globalThis', 'global'])

export const javaScriptGlobal = (name: string): Value | MissingMember => {
  if (name === 'require') return REQUIRE
  if (name === 'import') return IMPORT
  if (GLOBAL_NAMES.has(name)) return GLOBAL_OBJECT
  if (Object.hasOwn(GLOBALS, name)) return GLOBALS[name]
  // Other classes of the language are known by name: `describe(WeakMap.name)`.
  return typeof Reflect.get(globalThis, name) === 'function' && /^[A-Z]/.test(name) ? namespace(name, {}, () => UNKNOWN) : MISSING
}
