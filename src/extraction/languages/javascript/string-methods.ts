/** Methods of strings and numbers whose result follows from the text. */
import { host, list, type HostValue, type Invocation, type MissingMember, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { plainOf, undecided } from './text-of-value.ts'

const PURE = new Set([
  'toUpperCase', 'toLowerCase', 'trim', 'trimStart', 'trimEnd', 'padStart', 'padEnd', 'repeat', 'slice', 'substring', 'substr', 'concat',
  'charAt', 'charCodeAt', 'codePointAt', 'at', 'includes', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'normalize', 'split', 'replace',
  'replaceAll', 'toString', 'toFixed', 'toPrecision', 'valueOf', 'localeCompare',
]) // prettier-ignore

const MAXIMUM = 100_000

/** A regular expression of the repository may take for ever: only plain texts are searched for. */
const isSafe = (argument: unknown): boolean => typeof argument === 'string' || typeof argument === 'number' || argument === undefined

const callPure = (receiver: string | number | bigint | boolean, method: string, invocation: Invocation): Value => {
  const args = invocation.arguments.map((argument) => plainOf(argument))
  if (invocation.open || args.includes(undecided) || !args.every(isSafe)) return UNKNOWN
  const [first] = args
  if ((method === 'repeat' && Number(first) * String(receiver).length > MAXIMUM) || (method.startsWith('pad') && Number(first) > MAXIMUM)) return UNKNOWN
  try {
    // The method's name is one of PURE, which strings and numbers have; what is missing throws and is unknown.
    const result = (Object(receiver) as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args)
    if (Array.isArray(result)) return list(result.map(String), { birth: invocation.evaluator.uncertainty })
    return typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean' ? result : UNKNOWN
  } catch {
    return UNKNOWN
  }
}

const methods = new Map<string, (receiver: string | number | bigint | boolean) => HostValue>()
for (const method of PURE)
  methods.set(method, (receiver) => host(method, { call: (invocation) => callPure(receiver, method, invocation) }))

export const stringMember = (receiver: string | number | bigint | boolean, property: string): Value | MissingMember => {
  if (typeof receiver === 'string' && property === 'length') return receiver.length
  return methods.get(property)?.(receiver) ?? MISSING
}
