/** The values that stand for a `strings.Builder` or a `bytes.Buffer` (see go-writers.ts). */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type Invocation, isUnknown, list, MISSING, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isObject, numberOf, textOf } from './go-values.ts'

/** The key under which the text is: no field has this name. */
const TEXT = 'text()'

const LONGEST = 10_000

const write = (evaluator: Evaluator, writer: Value, text: Value): void => {
  if (!isBuilder(writer)) return
  const former = writer.entries.get(TEXT)
  const isKnown = typeof former === 'string' && typeof text === 'string' && former.length + text.length <= LONGEST
  writer.entries.set(TEXT, isKnown && evaluator.uncertainty <= writer.birth ? former + text : UNKNOWN)
}

const runeOf = (value: Value, most: number): Value => {
  const code = numberOf(value)
  return code === undefined || code < 0 || code > most ? UNKNOWN : String.fromCodePoint(code)
}

const writing =
  (text: (argument: Value) => Value) =>
  ({ evaluator, receiver, arguments: [given] }: Invocation): Value => {
    write(evaluator, receiver, text(given))
    return list([UNKNOWN, null], { type: 'tuple' })
  }

const ofText = writing((text) => textOf(text) ?? UNKNOWN)

const METHODS = new Map<string, Value>(
  Object.entries({
    WriteString: ofText,
    Write: ofText,
    WriteByte: writing((byte) => runeOf(byte, 0x7f)),
    WriteRune: writing((rune) => runeOf(rune, 0x10ffff)),
    Grow: () => UNKNOWN,
    String: ({ receiver }: Invocation) => (isBuilder(receiver) ? receiver.entries.get(TEXT) : UNKNOWN),
    Len: ({ receiver }: Invocation) => {
      const text = isBuilder(receiver) ? receiver.entries.get(TEXT) : UNKNOWN
      return typeof text === 'string' ? Buffer.byteLength(text) : UNKNOWN
    },
    Reset: ({ evaluator, receiver }: Invocation) => {
      if (isBuilder(receiver)) receiver.entries.set(TEXT, evaluator.uncertainty <= receiver.birth ? '' : UNKNOWN)
      return UNKNOWN
    },
  }).map(([name, call]): [string, Value] => [name, host(name, { call })]),
)

const BUILDER = host('builder', { instanceMember: (name) => (METHODS.has(name) ? METHODS.get(name) : MISSING) })

const isBuilder = (value: Value): value is ObjectValue => isObject(value) && value.prototype === BUILDER

export const newBuilder = ({ evaluator, arguments: [initial = ''] }: Invocation): Value => {
  const made = object([[TEXT, textOf(initial) ?? UNKNOWN]], { birth: evaluator.uncertainty })
  made.prototype = BUILDER
  return made
}

/** `fmt.Fprintf` of what `fmt.Sprintf` would give. */
export const printing =
  (text: (invocation: Invocation) => Value) =>
  (invocation: Invocation): Value => {
    const [writer, ...values] = invocation.arguments
    const printed = text({ ...invocation, arguments: values })
    write(invocation.evaluator, writer, isUnknown(printed) ? UNKNOWN : printed)
    return UNKNOWN
  }
