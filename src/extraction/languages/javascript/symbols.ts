/** Symbols: values of their own that classes and objects have members by. */
import { host, type HostValue, type Invocation, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { method } from './methods.ts'

const SYMBOL = Symbol('a symbol of the program')

export const createSymbol = (description: Value): HostValue => {
  const written = typeof description === 'string' ? description : ''
  const name = `Symbol(${written})`
  const members: Readonly<Record<string, Value>> = { description: written, toString: method('toString', () => name) }
  return host(name, { data: SYMBOL, member: (property) => (Object.hasOwn(members, property) ? members[property] : MISSING) })
}

interface SymbolValue extends HostValue {
  readonly data: typeof SYMBOL
}

export const isSymbol = (value: Value): value is SymbolValue => typeof value === 'object' && value?.kind === 'host' && value.data === SYMBOL

/** The symbols that the language itself asks objects for, by their names. */
export const LANGUAGE_SYMBOLS: Readonly<Record<string, HostValue>> = Object.fromEntries(
  ['iterator', 'asyncIterator', 'toPrimitive', 'toStringTag', 'hasInstance', 'species', 'dispose', 'asyncDispose'].map((name) => [
    name,
    createSymbol(`Symbol.${name}`),
  ]),
)

/** What a class calls its member by such a symbol. */
export const symbolName = (name: string): string => `[Symbol.${name}]`

const registered = new Map<string, HostValue>()
const MOST_REGISTERED = 1_000

/** `Symbol.for`: one for each key. */
export const registeredSymbol = ({ arguments: [key] }: Invocation): Value => {
  if (typeof key !== 'string') return UNKNOWN
  const known = registered.get(key) ?? createSymbol(key)
  if (registered.size < MOST_REGISTERED) registered.set(key, known)
  return known
}
