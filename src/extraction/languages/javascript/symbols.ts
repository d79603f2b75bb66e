/** Symbols: values of their own that classes and objects have members by. */
import { host, type HostValue, type Value } from '../../evaluation/value.ts'

const SYMBOL = Symbol('a symbol of the program')

export const createSymbol = (description: Value): HostValue =>
  host(`Symbol(${typeof description === 'string' ? description : ''})`, { data: SYMBOL })

export const isSymbol = (value: Value): value is HostValue => typeof value === 'object' && value?.kind === 'host' && value.data === SYMBOL
