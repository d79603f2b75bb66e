/**
 * What Node's own modules give wherever that Node runs: lists and tables that it fixes, taken from the Node that this
 * runs on, and functions that only make text of values.
 */
import { inspect, format } from 'node:util'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type HostValue, type Invocation, list, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import { valueOfPlain } from './json.ts'
import { plainOf, printed, undecided } from './text-of-value.ts'

/** None of these hangs on the machine or its system. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  http: ['METHODS', 'STATUS_CODES'],
  http2: ['constants'],
  module: ['builtinModules'],
  process: ['allowedNodeEnvironmentFlags'],
  zlib: ['constants', 'codes'],
}

/** As everywhere here, of a system with slashes. */
const OF_SYSTEM: Readonly<Record<string, Readonly<Record<string, Value>>>> = { os: { EOL: '\n', devNull: '/dev/null' } }

const plainArguments = ({ arguments: args, open }: Invocation): unknown[] | null => {
  const plain = args.map((argument) => plainOf(argument))
  return open || plain.includes(undecided) ? null : plain
}

const inspected = (invocation: Invocation): Value => {
  const plain = plainArguments(invocation)
  const [value, options] = plain ?? []
  if (!plain || (options !== undefined && (typeof options !== 'object' || options === null))) return UNKNOWN
  return printed(() => inspect(value, options)) ?? UNKNOWN
}

const formatted = (invocation: Invocation): Value => {
  const plain = plainArguments(invocation)
  return (plain && printed(() => format(...plain))) ?? UNKNOWN
}

const CALLS: Readonly<Record<string, Readonly<Record<string, (invocation: Invocation) => Value>>>> = {
  util: { inspect: inspected, format: formatted },
}

/** A program may change its own copy. */
const fixedValue = (module: string, name: string, evaluator: Evaluator): Value => {
  const provided: unknown = Reflect.get(process.getBuiltinModule(module) ?? {}, name)
  return provided instanceof Set
    ? list([...provided].map(String), { type: 'set', birth: evaluator.uncertainty })
    : valueOfPlain(provided, evaluator)
}

export const nodeValues = (name: string): HostValue | undefined => {
  const [fixed, own, calls] = [FIXED[name], OF_SYSTEM[name], CALLS[name]]
  if (!fixed && !own && !calls) return undefined
  const self: HostValue = host(name, {
    member: (property, evaluator) => {
      if (property === 'default') return self
      if (fixed?.includes(property)) return fixedValue(name, property, evaluator)
      if (own && Object.hasOwn(own, property)) return own[property]
      const call = calls && Object.hasOwn(calls, property) ? calls[property] : undefined
      return call ? host(`${name}.${property}`, { call }) : unknown(`${name}.${property}`)
    },
  })
  return self
}
