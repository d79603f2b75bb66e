/** The names that pytest gives parameters. Undefined where a value's name can't be told. */
import { idsInStep, type NamedSet, namedSets } from './named-sets.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type ClosureValue, MISSING, type ObjectValue, type UnknownValue, type Value } from '../../evaluation/value.ts'
import { invoke, isPythonHostData } from '../../languages/python/python-calls.ts'
import { moduleName } from '../../languages/python/module-names.ts'
import { isPlaceDependent } from '../../languages/text/repository-place.ts'
import { isLibraryModule } from '../../languages/python/library/index.ts'
import { classNameOf, memberOf } from '../../languages/python/python-classes.ts'
import { expectedTruth } from '../../languages/python/python-platform.ts'
import { printed } from '../../languages/python/python-printing.ts'
import { escapeCharacter, textOf } from '../../languages/python/python-text.ts'
import { idOfHooks } from './parameter-id-hooks.ts'
import { HIDDEN_PARAM, type ParameterSet } from './pytest-library.ts'
import { markOf } from './pytest-marks.ts'

const NO_MODULE = new ModuleInstance('')

export const HIDDEN = Symbol('hidden parameter set')
/** Undefined: it can't be told. */
export type ParameterId = string | typeof HIDDEN | undefined

/** How a value is named: by a text, by its argument's name and its index, or not decidable. */
type ValueName = { text: string } | 'by argument' | undefined

/** Longer texts are named by argument. */
const TEXT_LIMIT = 100

export interface IdOptions {
  evaluator: Evaluator
  /** `disable_test_id_escaping_and_forfeit_all_rights_to_community_support` */
  keepsUnicode: boolean
  /** `pytest_make_parametrize_id` functions, as they are called. */
  hooks: readonly ClosureValue[]
}

const escapeText = (text: string, options: IdOptions): string => {
  if (options.keepsUnicode || /^[\x20-\x5b\x5d-\x7e]*$/.test(text)) return text
  let shown = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    shown += code >= 0x20 && code < 0x7f && character !== '\\' ? character : escapeCharacter(character)
  }
  return shown
}

const escapeBytes = (text: string): string => {
  let shown = ''
  for (const character of text) {
    const code = character.charCodeAt(0)
    shown += code >= 0x20 && code < 0x7f ? character : escapeCharacter(character)
  }
  return shown
}

/** Names by values of any kind but text that is too long; `isParameter` says whether length matters. */
const nameOf = (value: Value, options: IdOptions, isParameter: boolean): ValueName => {
  switch (typeof value) {
    case 'string':
      // Where the repository is checked out is told by a run alone.
      if (isPlaceDependent(value)) return undefined
      return isParameter && [...value].length > TEXT_LIMIT ? 'by argument' : { text: escapeText(value, options) }
    case 'number':
    case 'bigint':
    case 'boolean':
      return { text: textOf(value) ?? '' }
    case 'undefined':
      return undefined
    default:
  }
  if (value === null) return { text: 'None' }
  switch (value.kind) {
    case 'typed': {
      if (value.type !== 'bytes') return wrapped(textOf(value))
      const bytes = String(value.value)
      return isParameter && bytes.length > TEXT_LIMIT ? 'by argument' : { text: escapeBytes(bytes) }
    }
    case 'regex':
      return { text: escapeText(value.text, options) }
    case 'list':
      return !value.generator ? 'by argument' : { text: value.generator }
    case 'object':
      return nameOfObject(value, options, isParameter)
    case 'closure': {
      let function_ = value
      let inner = function_.attributes.get('__wrapped__')
      for (let depth = 0; depth < 20 && typeof inner === 'object' && inner?.kind === 'closure'; depth++) {
        function_ = inner
        inner = function_.attributes.get('__wrapped__')
      }
      const own = { text: function_.facts.name || '<lambda>' }
      if (inner === undefined || (typeof inner === 'object' && inner?.kind === 'closure')) return own
      // What wraps something takes over its name, where that has one.
      const name = nameOf(inner, options, isParameter)
      return name === 'by argument' ? own : name
    }
    case 'class':
      return { text: classNameOf(value) }
    case 'module':
      return { text: moduleName(value.module) }
    case 'host': {
      if (markOf(value)) return 'by argument'
      const truth = expectedTruth(value)
      if (truth !== undefined) return wrapped(textOf(truth))
      if (!isPythonHostData(value.data)) return undefined
      return value.data.python === 'object' ? 'by argument' : { text: value.data.name }
    }
    case 'unknown':
      return nameOfUnknown(value)
    case 'either': {
      // Whichever it is: where all are called the same, that is the name.
      const [first, ...others] = value.options.map((option) => nameOf(option, options, isParameter))
      const isSame = (name: ValueName): boolean =>
        typeof name === 'object' && typeof first === 'object' ? name.text === first.text : name === first
      return others.every(isSame) ? first : undefined
    }
  }
}

const wrapped = (text: string | undefined): ValueName => (text === undefined ? undefined : { text })

const nameOfObject = (value: ObjectValue, options: IdOptions, isParameter: boolean): ValueName => {
  if (value.type === 'enum member') {
    const text = value.entries.get('%text')
    if (typeof text === 'string') return nameOf(text, options, isParameter)
    return wrapped(printed(value, options.evaluator))
  }
  if (value.prototype === undefined) return 'by argument'
  const name = value.entries.get('__name__')
  if (typeof name === 'string') return { text: name }
  const decorated = value.entries.get('__wrapped__')
  if (typeof decorated === 'object' && decorated?.kind === 'closure') return nameOf(decorated, options, isParameter)
  const type = value.prototype
  if (typeof type !== 'object' || type?.kind !== 'class') return 'by argument'
  const inherited = memberOf(type, '__name__')
  return inherited === MISSING ? 'by argument' : typeof inherited === 'string' ? { text: inherited } : undefined
}

/** Packages whose functions make arrays and the like. */
const ARRAY_PACKAGES = /^(?:numpy|pandas|torch|tensorflow|jax|scipy|xarray|polars|pyarrow)\./

/** Python's own functions and methods that nothing here needs to call. */
const BUILT_IN_FUNCTION =
  /^(?:aiter|anext|ascii|breakpoint|compile|delattr|dir|eval|exec|globals|hash|help|id|input|issubclass|iter|locals|next|open|print|__import__|(?:str|bytes|int|float|list|dict|set|frozenset|tuple)\.[a-z]\w*)$/

/** What is no function of the modules of which nearly all else is one. */
const HOLDS_VALUE =
  /^(?:gc\.(?:callbacks|garbage)|copy\.(?:dispatch_table|error)|base64\.bytes_types|pickle\.(?:bytes_types|compatible_formats|dispatch_table|format_version|maxsize))$/

/**
 * What isn't in the repository is told by Python's naming: a called `Name` made an instance, a `Name` is a class,
 * a plain `name` of Python's library is a function. All else is left undecided.
 */
const nameOfUnknown = ({ path }: UnknownValue): ValueName => {
  if (path === undefined) return undefined
  const isCall = path.endsWith('()')
  const plain = isCall ? path.slice(0, -2) : path
  if (!isCall && BUILT_IN_FUNCTION.test(plain)) return { text: plain.slice(plain.indexOf('.') + 1) }
  if (plain.includes('()') || !/^[\w.]+$/.test(plain)) return undefined
  const last = plain.slice(plain.lastIndexOf('.') + 1)
  if (isCall) return /^[A-Z]\w*[a-z]/.test(last) || ARRAY_PACKAGES.test(plain) ? 'by argument' : undefined
  if (/^(?:numpy|math)\.(?:nan|inf)$/.test(plain)) return { text: last }
  // In a class of Python's own library stands a member of an enumeration as well as a class.
  if (/\.[A-Z]\w*[a-z]\w*\.\w+$/.test(plain) && isLibraryModule(plain.slice(0, plain.indexOf('.')))) return undefined
  if (/^[A-Z]\w*[a-z]/.test(last) && plain.includes('.')) return { text: last }
  if (/^(?:numpy)\.(?:u?int|float|complex)\d+$/.test(plain)) return { text: last }
  const [root = ''] = plain.split('.')
  return /^(?:operator|math|json|statistics|os\.path|posixpath|copy|pickle|re|base64|html|textwrap|shutil|bz2|gzip|lzma|zlib|shlex|fnmatch|heapq|struct|binascii|io|codecs|random|gc)\./.test(
    plain,
  ) &&
    !HOLDS_VALUE.test(plain) &&
    isLibraryModule(root) &&
    /^[a-z]/.test(last)
    ? { text: last }
    : undefined
}

const idOfValue = (value: Value, argument: string, index: number, idFunction: Value, options: IdOptions): string | undefined => {
  if (idFunction !== null) {
    const { evaluator } = options
    let given: Value
    if (typeof idFunction === 'object' && idFunction?.kind === 'closure') given = invoke(evaluator, idFunction, [value])
    else if (typeof idFunction === 'object' && (idFunction?.kind === 'host' || idFunction?.kind === 'class'))
      given = evaluator.call(idFunction, {
        evaluator,
        site: { kind: 'call', callee: { kind: 'unknown' }, arguments: [], line: 1, endLine: 1 },
        arguments: [value],
        expressions: [],
        keywords: new Map(),
        open: false,
        receiver: undefined,
        module: NO_MODULE,
      })
    else return undefined
    // A function that ends without a value gives None.
    if (given !== null && !(given === undefined && typeof idFunction === 'object' && idFunction.kind === 'closure')) {
      const name = nameOf(given, options, false)
      if (name === undefined) return undefined
      if (name !== 'by argument') return name.text
    }
  }
  const hooked = idOfHooks(options.hooks, { value, argument }, options.evaluator)
  if (hooked !== null) return hooked
  const name = nameOf(value, options, true)
  if (name === undefined) return undefined
  return name === 'by argument' ? `${argument}${index}` : name.text
}

/** Those of the same name are numbered, which can't be told where some may not be there. */
const numbered = (sets: readonly NamedSet[], hasDoubts: boolean): NamedSet[] => {
  const ids = sets.map(({ id }) => id)
  const counts = countOf(ids)
  const isAlike = (id: ParameterId): boolean => id !== HIDDEN && (counts.get(id) ?? 0) > 1
  const told = hasDoubts ? ids.map((id) => (isAlike(id) ? undefined : id)) : makeUnique(ids)
  return sets.map(({ set }, at) => ({ set, id: told[at] }))
}

/** The parameter sets with their ids, made unique. `ids`: null, a list, or a function. Undefined where none can be told. */
export const parameterIds = (
  sets: readonly ParameterSet[],
  names: readonly string[],
  ids: Value,
  options: IdOptions,
): NamedSet[] | undefined => {
  const isList = typeof ids === 'object' && ids?.kind === 'list'
  const inStep = isList && ids.open ? idsInStep(ids, sets) : undefined
  if (isList && ids.open && !inStep) return undefined
  const given = isList ? ids.items : []
  const idFunction = isList ? null : ids
  const named = inStep
    ? sets.map((set, at): NamedSet => ({ set, id: idOfSet(set, 0, names, [inStep[at]], null, options) }))
    : namedSets(sets, (set, place) => idOfSet(set, place, names, given, idFunction, options), given.length > 0)
  return sets.length > 0 && named.every(({ id }) => id === undefined)
    ? undefined
    : numbered(
        named,
        sets.some(({ doubt }) => doubt),
      )
}

const idOfSet = (
  set: ParameterSet,
  index: number,
  names: readonly string[],
  given: readonly Value[],
  idFunction: Value,
  options: IdOptions,
): ParameterId => {
  if (set.id !== null) {
    if (set.id === HIDDEN_PARAM) return HIDDEN
    return typeof set.id === 'string' && !isPlaceDependent(set.id) ? escapeText(set.id, options) : undefined
  }
  const explicit = given[index] ?? null
  if (index < given.length && given[index] === undefined) return undefined
  if (explicit !== null) {
    if (explicit === HIDDEN_PARAM) return HIDDEN
    const name = nameOf(explicit, options, false)
    return name === undefined || name === 'by argument' ? undefined : name.text
  }
  if (set.open || set.values.length !== names.length) return undefined
  const parts: string[] = []
  for (const [at, value] of set.values.entries()) {
    const part = idOfValue(value, names[at] ?? '', index, idFunction, options)
    if (part === undefined) return undefined
    parts.push(part)
  }
  return parts.join('-')
}

/** Equal ids get a number; where an id ends with a digit, behind an underscore. */
const makeUnique = (ids: ParameterId[]): ParameterId[] => {
  const original = countOf(ids)
  if (original.size === ids.length) return ids
  // What is taken changes as ids are replaced: a number freed by one may be given to another.
  const current = new Map(original)
  const next = new Map<string, number>()
  return ids.map((id) => {
    if (id === undefined || id === HIDDEN || (original.get(id) ?? 0) < 2) return id
    const separator = /\p{Nd}$/u.test(id) ? '_' : ''
    let number = next.get(id) ?? 0
    while ((current.get(`${id}${separator}${number}`) ?? 0) > 0) number++
    next.set(id, number + 1)
    const unique = `${id}${separator}${number}`
    current.set(id, (current.get(id) ?? 0) - 1)
    current.set(unique, (current.get(unique) ?? 0) + 1)
    return unique
  })
}

const countOf = (ids: readonly ParameterId[]): Map<ParameterId, number> => {
  const counts = new Map<ParameterId, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
