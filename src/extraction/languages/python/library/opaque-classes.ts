/** Classes of Python's library whose instances are opaque: that a value is one of them is all that matters of it. */
import { mapEntries } from '../../../evaluation/doubtful-entries.ts'
import { holdParts, mapParts, partsOf } from '../../../evaluation/doubtful-items.ts'
import { host, type HostValue, list, MISSING, object, UNKNOWN, unknown, type Value } from '../../../evaluation/value.ts'
import { argument, instanceOf, type Native, native, nativeClass, nativeModule, SPECIAL_NAMES } from '../python-calls.ts'
import { dedent } from '../dedent.ts'
import { createClass } from '../python-class-creation.ts'
import { iterate } from '../python-iteration.ts'
import { float } from '../python-numbers.ts'
import { replace } from '../python-records.ts'
import { platformMembers, SYS_IMPLEMENTATION, SYS_PLATFORM } from '../python-platform.ts'
import { likely, VERSION } from '../python-version.ts'
import { NAMED_TUPLE } from './collections.ts'
import { callingFrame } from './frames.ts'
import { pathlibModule } from './pathlib.ts'
import { MODULES } from './sys.ts'
import { dateOf, dateTimeOf, sameTextOf } from './shown-values.ts'

const classes = (module: string, names: string, members: Record<string, Value> = {}): Record<string, Value> =>
  Object.fromEntries(names.split(' ').map((name) => [name, nativeClass(`${module}.${name}`, { members })]))

/** Classes with constructors beside the class itself: `datetime.fromisoformat(…)`. */
const withConstructors = (name: string, constructors: string, create: (type: () => HostValue) => Native): HostValue => {
  // Its own constructor makes instances of it.
  const type: HostValue = nativeClass(name, {
    call: (args, invocation) => create(() => type)(args, invocation),
    members: Object.fromEntries(
      constructors.split(' ').map((one) => [one, native(one, (_args, { evaluator }) => instanceOf(type, evaluator))]),
    ),
  })
  return type
}

/** Deeper structures are shared by their copies. */
const COPY_DEPTH = 20

/** Lists and dictionaries anew, as deep as that; all else is itself. */
const copied = (value: Value, depth: number): Value => {
  if (depth === 0 || typeof value !== 'object' || value === null) return value
  if (value.kind === 'list') {
    const copy = { ...value }
    holdParts(
      copy,
      mapParts(partsOf(value), (item) => copied(item, depth - 1)),
    )
    return copy
  }
  return value.kind === 'object' && value.prototype === undefined ? mapEntries(value, (entry) => copied(entry, depth - 1)) : value
}

/** Open files, which tests see replaced: objects all the same, with one for bytes in each. */
const streams = (names: string): Record<string, Value> =>
  Object.fromEntries(
    names.split(' ').map((name) => {
      const buffer = host(`sys.${name}.buffer`, { data: { python: 'object', name: 'BufferedWriter' } })
      const member = (asked: string): Value => (asked === 'buffer' ? buffer : unknown(`sys.${name}.${asked}`))
      return [name, host(`sys.${name}`, { member, data: { python: 'object', name: 'TextIOWrapper' } })]
    }),
  )

const NAMESPACE: HostValue = nativeClass('types.SimpleNamespace', {
  takesOpen: true,
  call: (_args, { keywords, evaluator, open }) => {
    const value = instanceOf(NAMESPACE, evaluator)
    for (const [name, one] of keywords) value.entries.set(name, one)
    value.open = open
    return value
  },
})

/** What is made by a call and known by the name it is given: modules, type variables. */
const named = (called: string): HostValue => {
  const type: HostValue = nativeClass(called, {
    call: (_args, invocation) => {
      const value = instanceOf(type, invocation.evaluator)
      value.entries.set('__name__', argument(invocation, 0, 'name'))
      return value
    },
  })
  return type
}

const MODULE_TYPE = named('types.ModuleType')

/** Its own zones are instances of it. */
const ZONES: Record<string, Value> = {}
const TIMEZONE: HostValue = nativeClass('datetime.timezone', { members: ZONES })
for (const name of ['utc', 'min', 'max']) ZONES[name] = { ...object([], { open: true }), prototype: TIMEZONE }

/** `types.new_class(name, bases, …)`: what its body would put in it is not known. */
const newClass: Native = ([name, bases], { evaluator, module, site }) => {
  const known = bases === undefined ? { items: [], open: false } : iterate(bases, evaluator)
  return typeof name === 'string' && known && !known.open ? createClass(name, known.items, module, site.line) : UNKNOWN
}

const ROUNDINGS = ['CEILING', 'DOWN', 'FLOOR', 'HALF_DOWN', 'HALF_EVEN', 'HALF_UP', 'UP', '05UP'].map((name) => `ROUND_${name}`)

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const DATE_TIME = withConstructors(
  'datetime.datetime',
  'now utcnow today fromisoformat fromtimestamp utcfromtimestamp strptime combine fromordinal',
  dateTimeOf,
)
const DATE = withConstructors('datetime.date', 'today fromisoformat fromtimestamp fromordinal', dateOf)
const TIME = nativeClass('datetime.time')

/** What is made of a moment: of its own class, or a part of it. */
const PARTS: Readonly<Record<string, HostValue>> = { astimezone: DATE_TIME, date: DATE, replace: DATE_TIME, time: TIME, timetz: TIME }
DATE_TIME.instanceMember = (name) => {
  const type = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined
  return type ? native(name, (_args, { evaluator }) => instanceOf(type, evaluator)) : MISSING
}

export const opaqueModules: Record<string, Value> = {
  datetime: nativeModule('datetime', {
    datetime: DATE_TIME,
    MINYEAR: 1,
    MAXYEAR: 9999,
    date: DATE,
    time: TIME,
    timezone: TIMEZONE,
    ...classes('datetime', 'timedelta tzinfo'),
  }),
  ftplib: nativeModule('ftplib', classes('ftplib', 'FTP FTP_TLS')),
  imaplib: nativeModule('imaplib', classes('imaplib', 'IMAP4 IMAP4_SSL')),
  smtplib: nativeModule('smtplib', classes('smtplib', 'SMTP SMTP_SSL LMTP')),
  decimal: nativeModule('decimal', {
    Decimal: withConstructors('decimal.Decimal', 'from_float', (type) => sameTextOf(type, /^-?\d+(?:\.\d{1,6})?$/)),
    ...Object.fromEntries(ROUNDINGS.map((name) => [name, name])),
    ...classes('decimal', 'Context'),
  }),
  calendar: nativeModule('calendar', {
    day_name: list([...DAYS]),
    day_abbr: list(DAYS.map((name) => name.slice(0, 3))),
  }),
  fractions: nativeModule('fractions', classes('fractions', 'Fraction')),
  pathlib: pathlibModule,
  uuid: nativeModule('uuid', {
    UUID: withConstructors('uuid.UUID', 'fields', (type) => sameTextOf(type, /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/)),
    ...Object.fromEntries(['uuid1', 'uuid3', 'uuid4', 'uuid5'].map((name) => [name, nativeClass(`uuid.${name}`)])),
  }),
  ipaddress: nativeModule('ipaddress', {
    ...classes('ipaddress', 'IPv4Address IPv6Address IPv4Network IPv6Network IPv4Interface IPv6Interface'),
    ...Object.fromEntries(['ip_address', 'ip_network', 'ip_interface'].map((name) => [name, nativeClass(`ipaddress.${name}`)])),
  }),
  io: nativeModule('io', classes('io', 'StringIO BytesIO TextIOWrapper')),
  threading: nativeModule('threading', classes('threading', 'Thread Lock RLock Event')),
  types: nativeModule('types', {
    ...classes('types', 'CodeType CoroutineType FrameType FunctionType GeneratorType MappingProxyType MethodType TracebackType UnionType'),
    SimpleNamespace: NAMESPACE,
    ModuleType: MODULE_TYPE,
    new_class: native('new_class', newClass),
  }),
  logging: nativeModule('logging', { CRITICAL: 50, FATAL: 50, ERROR: 40, WARNING: 30, WARN: 30, INFO: 20, DEBUG: 10, NOTSET: 0 }),
  string: nativeModule('string', {
    ascii_letters: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
    ascii_lowercase: 'abcdefghijklmnopqrstuvwxyz',
    ascii_uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    digits: '0123456789',
    hexdigits: '0123456789abcdefABCDEF',
    octdigits: '01234567',
    punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    whitespace: ' \t\n\r\v\f',
    ...classes('string', 'Template Formatter'),
  }),
  math: nativeModule('math', {
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Number.POSITIVE_INFINITY),
    nan: float(Number.NaN),
  }),
  typing: nativeModule('typing', {
    NamedTuple: NAMED_TUPLE,
    TYPE_CHECKING: host('typing.TYPE_CHECKING'),
    ...classes('typing', 'Any TypedDict'),
    ...classes('typing', 'Generic Protocol', { __module__: 'typing', __dict__: SPECIAL_NAMES }),
    ...Object.fromEntries(['NewType', 'ParamSpec', 'TypeVar', 'TypeVarTuple'].map((name) => [name, named(`typing.${name}`)])),
    cast: native('cast', ([, value]) => value),
    overload: native('overload', ([callee]) => callee),
    final: native('final', ([callee]) => callee),
    no_type_check: native('no_type_check', ([callee]) => callee),
  }),
  abc: nativeModule('abc', {
    ...classes('abc', 'ABC', { __module__: 'abc', __dict__: SPECIAL_NAMES }),
    ...classes('abc', 'ABCMeta'),
    abstractmethod: native('abstractmethod', ([callee]) => {
      if (typeof callee === 'object' && callee?.kind === 'closure') callee.attributes.set('__isabstractmethod__', true)
      return callee
    }),
  }),
  copy: nativeModule('copy', {
    copy: native('copy', ([value]) => copied(value, 1)),
    replace: native('replace', replace),
    deepcopy: native('deepcopy', ([value]) => copied(value, COPY_DEPTH)),
  }),
  contextlib: nativeModule('contextlib', classes('contextlib', 'nullcontext suppress ExitStack AsyncExitStack closing redirect_stdout')),
  pickle: nativeModule('pickle', { HIGHEST_PROTOCOL: 5 }),
  platform: nativeModule('platform', platformMembers),
  sys: nativeModule('sys', {
    version_info: VERSION,
    modules: MODULES,
    _getframe: native('_getframe', callingFrame),
    platform: SYS_PLATFORM,
    implementation: SYS_IMPLEMENTATION,
    maxsize: 2n ** 63n - 1n,
    byteorder: 'little',
    ...streams('stdin stdout stderr __stdin__ __stdout__ __stderr__'),
  }),
  textwrap: nativeModule('textwrap', {
    dedent: native('dedent', ([text]) => (typeof text === 'string' ? dedent(text) : UNKNOWN)),
    indent: native('indent', ([text, prefix, ...more]) =>
      typeof text === 'string' && typeof prefix === 'string' && more.length === 0 ? text.replaceAll(/^(?=.*\S)/gm, () => prefix) : UNKNOWN,
    ),
  }),
  six: nativeModule('six', { PY2: likely(false), PY3: likely(true) }),
}
