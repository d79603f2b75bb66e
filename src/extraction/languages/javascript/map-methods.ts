/** Methods of maps. */
import { loopFrame } from '../../evaluation/calls.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { assignMember, removeMember } from '../../evaluation/member-changes.ts'
import { host, type MissingMember, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { entriesOf } from './list-methods.ts'

export const mapMember = (target: ObjectValue, property: string, evaluator: Evaluator): Value | MissingMember => {
  const entries = (part: 'keys' | 'values' | 'entries'): Value => host(property, { call: () => entriesOf(target, part, evaluator) })
  switch (property) {
    case 'keys':
    case 'values':
    case 'entries':
      return entries(property)
    case 'get':
      return host('get', {
        call: ({ arguments: [key] }) => (target.entries.has(key) ? target.entries.get(key) : target.open ? UNKNOWN : undefined),
      })
    case 'has':
      return host('has', { call: ({ arguments: [key] }) => target.entries.has(key) || (target.open ? UNKNOWN : false) })
    case 'size':
      return target.open ? UNKNOWN : target.entries.size
    case 'delete':
      return host('delete', {
        call: ({ arguments: [key] }) => {
          const had = target.entries.has(key)
          removeMember(evaluator, target, key)
          return target.open ? UNKNOWN : had
        },
      })
    case 'clear':
      return host('clear', {
        call: () => {
          for (const key of target.entries.keys()) removeMember(evaluator, target, key)
          return undefined
        },
      })
    case 'set':
      return host('set', {
        call: ({ arguments: [key, value] }) => {
          assignMember(evaluator, target, key, value)
          return target
        },
      })
    case 'forEach':
      return host('forEach', {
        call: (invocation) =>
          invocation.evaluator.within(loopFrame(invocation), () => {
            for (const [key, value] of target.entries)
              invocation.evaluator.call(invocation.arguments[0], { ...invocation, arguments: [value, key] })
            return undefined
          }),
      })
    default:
      return MISSING
  }
}
