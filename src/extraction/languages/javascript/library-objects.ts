/** Objects of the language's own classes that titles are made with: errors, expressions, bytes. */
import { readMember } from '../../evaluation/members.ts'
import { callback } from './callback.ts'
import { host, list, type Invocation, object, UNKNOWN, type Value } from '../../evaluation/value.ts'

/** There is a text, but which hangs on the machine. */
const SOME_TEXT: Value = { kind: 'unknown', type: 'string' }

export const errorOf =
  (name: string) =>
  ({ arguments: [message = '', options], evaluator }: Invocation): Value => {
    const cause = options === undefined ? undefined : readMember(evaluator, options, 'cause')
    const entries: [Value, Value][] = [
      ['name', name],
      ['message', message],
      ['stack', SOME_TEXT],
      ...(cause === undefined ? [] : [['cause', cause] satisfies [Value, Value]]),
    ]
    return { ...object(entries, { birth: evaluator.uncertainty }), type: 'Error', hidden: new Set(entries.map(([key]) => key)) }
  }

/** What gives its members by a function of the repository; with other traps than that nothing is known of it. */
export const proxyOf = (invocation: Invocation): Value => {
  const [target, handler] = invocation.arguments
  if (typeof handler !== 'object' || handler?.kind !== 'object' || handler.open) return UNKNOWN
  const get = handler.entries.get('get')
  if (handler.entries.size === 0) return target
  if (handler.entries.size > 1 || typeof get !== 'object' || get?.kind !== 'closure') return UNKNOWN
  return host('Proxy', { member: (property) => callback({ ...invocation, receiver: handler }, get, [target, property]) })
}

export const expressionOf = ({ arguments: [pattern, flags = ''], evaluator }: Invocation): Value => {
  const source = typeof pattern === 'object' && pattern?.kind === 'regex' ? pattern.text.slice(1, pattern.text.lastIndexOf('/')) : pattern
  if (typeof source !== 'string' || typeof flags !== 'string') return UNKNOWN
  try {
    return { kind: 'regex', text: String(new RegExp(source, flags)), birth: evaluator.uncertainty }
  } catch {
    return UNKNOWN
  }
}

const MAXIMUM_LENGTH = 100_000

const byteOf = (value: Value): Value => (typeof value === 'number' ? new Uint8Array([value])[0] : UNKNOWN)

/** `new Uint8Array(…)` of a length, of numbers, or of a buffer, which counts by its length alone. */
export const bytesOf = ({ arguments: [source = 0], evaluator }: Invocation): Value => {
  const length =
    typeof source === 'object' && source?.kind === 'object' && source.type === 'ArrayBuffer' ? source.entries.get('byteLength') : source
  const birth = evaluator.uncertainty
  if (typeof length === 'number')
    return length <= MAXIMUM_LENGTH
      ? list(
          Array.from({ length }, () => 0),
          { type: 'bytes', birth },
        )
      : UNKNOWN
  const known = evaluator.semantics.iterate(source, 'values', evaluator)
  return known ? list(known.items.map(byteOf), { type: 'bytes', open: known.open, birth }) : UNKNOWN
}

export const arrayBufferOf = ({ arguments: [length], evaluator }: Invocation): Value => ({
  ...object([['byteLength', length]], { birth: evaluator.uncertainty }),
  type: 'ArrayBuffer',
})

/** What a `TextEncoder` makes of a text. */
export const encodedText = ({ arguments: [text = ''], evaluator }: Invocation): Value =>
  typeof text === 'string' ? list([...new TextEncoder().encode(text)], { type: 'bytes', birth: evaluator.uncertainty }) : UNKNOWN
