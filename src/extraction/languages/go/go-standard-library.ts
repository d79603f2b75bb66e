/** What of Go's standard library names and tables are made with. Everything else of it is unknown. */
import { concatenated, GAP, holdParts, listOf, partsOf } from '../../evaluation/doubtful-items.ts'
import { host, type HostValue, list, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { caller, withAbsolutePaths, workingDirectory } from './go-absolute-paths.ts'
import { newBuilder, printing } from './go-builders.ts'
import { convert } from './go-conversion.ts'
import { DURATION, MONTHS, WEEKDAYS } from './go-durations.ts'
import { FILE_SYSTEMS, SKIP_ALL, SKIP_DIR } from './go-file-trees.ts'
import { directoryTree, globbed, matched, openFile, readDirectory, readFile, walked } from './go-files.ts'
import { JSON_FUNCTIONS } from './go-json.ts'
import { newReader, readFully } from './go-readers.ts'
import { indirect, KIND_CONSTANTS, typeOf, valueOf } from './go-reflection.ts'
import { sortByItems, sortByPlaces, sortBySelf, spoil } from './go-sorting.ts'
import { type Call, ERRORS, FMT, functions, IO_ERRORS, ofText, PATH, STRCONV, strings, STRINGS } from './go-library-texts.ts'
import { box, float, isList, isMap, numberOf, rune, textOf, typeValue, compareValues } from './go-values.ts'
import { urls } from './go-urls.ts'
import { WRITER } from './go-writers.ts'

const isSortable = (items: readonly Value[]): boolean => items.every((item) => numberOf(item) !== undefined || textOf(item) !== undefined)

const sortInPlace: Call = ({ evaluator, arguments: [values] }) => {
  if (!isList(values)) return UNKNOWN
  // Where there are more, none of them has a place.
  if (values.open && evaluator.uncertainty <= values.birth) holdParts(values, [GAP, ...partsOf(values)])
  else if (isSortable(values.items) && evaluator.uncertainty <= values.birth) values.items.sort(compareValues)
  else spoil(values)
  return UNKNOWN
}

const sorted: Call = ({ arguments: [values] }) => {
  if (!isList(values)) return UNKNOWN
  if (values.open) return listOf([GAP, ...partsOf(values)])
  return isSortable(values.items) ? list(values.items.toSorted(compareValues)) : UNKNOWN
}

const keysOrValues =
  (take: 'keys' | 'values'): Call =>
  ({ arguments: [map] }) =>
    isMap(map) ? list([...map.entries[take]()], { type: 'set', open: map.open !== false }) : UNKNOWN

const SLICES: Record<string, Call> = {
  Sort: sortInPlace,
  SortFunc: sortByItems(false),
  SortStableFunc: sortByItems(true),
  Sorted: sorted,
  Collect: ({ arguments: [values] }) => (isList(values) ? list([...values.items], { open: values.open }) : UNKNOWN),
  Values: ({ arguments: [values] }) => (isList(values) ? list([...values.items], { type: 'set', open: values.open }) : UNKNOWN),
  Clone: ({ arguments: [values] }) => (isList(values) ? list([...values.items], { open: values.open }) : UNKNOWN),
  Concat: ({ arguments: lists }) => (lists.every(isList) ? concatenated(lists) : UNKNOWN),
  Reverse: ({ arguments: [values] }) => {
    if (!isList(values)) return UNKNOWN
    if (values.open) holdParts(values, partsOf(values).toReversed())
    else values.items.reverse()
    return UNKNOWN
  },
  Contains: ({ arguments: [values, value] }) => {
    const text = textOf(value)
    return isList(values) && !values.open && text !== undefined && strings(values.items)
      ? values.items.some((item) => textOf(item) === text)
      : UNKNOWN
  },
}

const SECOND = 1_000_000_000
const duration = (nanoseconds: number): Value => box(nanoseconds, DURATION)

const constants = (values: Record<string, Value>): Map<string, Value> => new Map(Object.entries(values))

const METHODS = 'Get Head Post Put Patch Delete Connect Options Trace'.split(' ')

const STATUS: Record<string, number> = {
  Continue: 100,
  SwitchingProtocols: 101,
  OK: 200,
  Created: 201,
  Accepted: 202,
  NoContent: 204,
  PartialContent: 206,
  MovedPermanently: 301,
  Found: 302,
  SeeOther: 303,
  NotModified: 304,
  TemporaryRedirect: 307,
  PermanentRedirect: 308,
  BadRequest: 400,
  Unauthorized: 401,
  PaymentRequired: 402,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestTimeout: 408,
  Conflict: 409,
  Gone: 410,
  PreconditionFailed: 412,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Teapot: 418,
  UnprocessableEntity: 422,
  TooManyRequests: 429,
  InternalServerError: 500,
  NotImplemented: 501,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
}
const statusText = (name: string): string => {
  if (name === 'OK') return 'OK'
  if (name === 'Teapot') return "I'm a teapot"
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
}

const STATUS_TEXTS = new Map(Object.entries(STATUS).map(([name, code]) => [code, statusText(name)]))

const http = (): Map<string, Value> => {
  const members = constants(Object.fromEntries(METHODS.map((method) => [`Method${method}`, method.toUpperCase()])))
  for (const [name, code] of Object.entries(STATUS)) members.set(`Status${name}`, code)
  members.set('StatusText', host('StatusText', { call: ({ arguments: [code] }) => STATUS_TEXTS.get(numberOf(code) ?? -1) ?? UNKNOWN }))
  return members
}

const TLS_VERSIONS = { VersionSSL30: 0x0300, VersionTLS10: 0x0301, VersionTLS11: 0x0302, VersionTLS12: 0x0303, VersionTLS13: 0x0304 }

const time = (): Map<string, Value> => {
  const units = { Nanosecond: 1, Microsecond: 1000, Millisecond: 1_000_000, Second: SECOND, Minute: 60 * SECOND, Hour: 3600 * SECOND }
  const members = constants(Object.fromEntries(Object.entries(units).map(([name, size]) => [name, duration(size)])))
  const named = (prototype: HostValue): Value =>
    typeValue({ kind: 'named', prototype }, ({ evaluator, arguments: [value] }) =>
      convert(evaluator, typeValue({ kind: 'named', prototype }), value),
    )
  members.set('Duration', named(DURATION))
  for (const [name, { names, from, type }] of Object.entries({ Month: MONTHS, Weekday: WEEKDAYS })) {
    members.set(name, named(type))
    names.forEach((one, index) => members.set(one, box(index + from, type)))
  }
  const layouts = {
    RFC3339: '2006-01-02T15:04:05Z07:00',
    RFC3339Nano: '2006-01-02T15:04:05.999999999Z07:00',
    RFC1123: 'Mon, 02 Jan 2006 15:04:05 MST',
    DateOnly: '2006-01-02',
    DateTime: '2006-01-02 15:04:05',
    TimeOnly: '15:04:05',
    Kitchen: '3:04PM',
  }
  for (const [name, layout] of Object.entries(layouts)) members.set(name, layout)
  return members
}

const math = (): Map<string, Value> => {
  const big = (value: bigint): Value => (value <= 9007199254740991n && value >= -9007199254740991n ? Number(value) : value)
  const members = new Map<string, Value>([
    ['Pi', float(Math.PI)],
    ['E', float(Math.E)],
    ['MaxFloat64', float(Number.MAX_VALUE)],
  ])
  for (const bits of [8, 16, 32, 64]) {
    const size = 1n << BigInt(bits)
    members
      .set(`MaxInt${bits}`, big(size / 2n - 1n))
      .set(`MinInt${bits}`, big(-size / 2n))
      .set(`MaxUint${bits}`, big(size - 1n))
  }
  members.set('MaxInt', big((1n << 63n) - 1n)).set('MinInt', big(-(1n << 63n)))
  members.set(
    'Inf',
    host('Inf', {
      call: ({ arguments: [sign] }) =>
        ((number) => (number === undefined ? UNKNOWN : float(number >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)))(
          numberOf(sign),
        ),
    }),
  )
  return members.set('NaN', host('NaN', { call: () => float(Number.NaN) }))
}

const utf8 = (): Map<string, Value> =>
  functions({ RuneCountInString: ofText((text = '') => [...text].length), ValidString: ofText(() => true) }).set('RuneError', rune(0xfffd))

const SKIPS: [string, Value][] = [
  ['SkipDir', SKIP_DIR],
  ['SkipAll', SKIP_ALL],
]

const LIBRARY: Record<string, () => Map<string, Value>> = {
  fmt: () => functions(FMT),
  strings: () => functions({ ...STRINGS, NewReader: newReader }),
  bytes: () => functions({ [WRITER]: newBuilder, NewReader: newReader, NewBuffer: newReader, NewBufferString: newReader }),
  io: () =>
    new Map([
      ...functions({ WriteString: printing(({ arguments: [text] }) => textOf(text) ?? UNKNOWN), ReadAll: readFully }),
      ...IO_ERRORS,
    ]),
  'encoding/json': () => functions(JSON_FUNCTIONS),
  strconv: () => functions(STRCONV),
  errors: () => functions(ERRORS),
  path: () => functions({ ...PATH, Match: matched }),
  'path/filepath': () =>
    new Map([...functions({ ...withAbsolutePaths(PATH), Glob: globbed, Match: matched, WalkDir: walked, Walk: walked }), ...SKIPS]),
  'io/fs': () => new Map([...functions(FILE_SYSTEMS), ...SKIPS]),
  os: () => functions({ ReadDir: readDirectory, ReadFile: readFile, Open: openFile, DirFS: directoryTree, Getwd: workingDirectory }),
  runtime: () => functions({ Caller: caller }),
  'io/ioutil': () => functions({ ReadFile: readFile, ReadAll: readFully }),
  sort: () =>
    functions({
      Strings: sortInPlace,
      Ints: sortInPlace,
      Float64s: sortInPlace,
      Slice: sortByPlaces(false),
      SliceStable: sortByPlaces(true),
      Sort: sortBySelf,
      Stable: sortBySelf,
    }),
  slices: () => functions(SLICES),
  cmp: () => functions({ Compare: ({ arguments: [a, b] }) => (isSortable([a, b]) ? Math.sign(compareValues(a, b)) : UNKNOWN) }),
  maps: () => functions({ Keys: keysOrValues('keys'), Values: keysOrValues('values') }),
  'net/http': http,
  'net/url': urls,
  'crypto/tls': () => constants(TLS_VERSIONS),
  reflect: () => new Map([...functions({ TypeOf: typeOf, ValueOf: valueOf, Indirect: indirect }), ...KIND_CONSTANTS]),
  time,
  math,
  'unicode/utf8': utf8,
}

const packages = new Map<string, HostValue>()

/** A package of the standard library; undefined where nothing of it is known here. */
export const standardPackage = (source: string): HostValue | undefined => {
  const known = packages.get(source)
  if (known) return known
  const members = Object.hasOwn(LIBRARY, source) ? LIBRARY[source]?.() : undefined
  if (!members) return undefined
  const made = host(source, { member: (name) => (members.has(name) ? members.get(name) : MISSING) })
  packages.set(source, made)
  return made
}
