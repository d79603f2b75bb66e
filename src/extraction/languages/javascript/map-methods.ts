/** Methods of maps. */
import { doubtOf, mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import { atItem } from '../../evaluation/doubtful-items.ts'
import { loopFrame } from '../../evaluation/calls.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { assignMember, removeMember } from '../../evaluation/member-changes.ts'
import { either, host, type MissingMember, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { entriesOf } from './list-methods.ts'

const hasEntry = (target: ObjectValue, key: Value): Value =>
  doubtOf(target, key) ? UNKNOWN : target.entries.has(key) || (mayHaveOthers(target) ? UNKNOWN : false)

export const mapMember = (target: ObjectValue, property: string, evaluator: Evaluator): Value | MissingMember => {
  const entries = (part: 'keys' | 'values' | 'entries'): Value => host(property, { call: () => entriesOf(target, part, evaluator) })
  switch (property) {
    case 'keys':
    case 'values':
    case 'entries':
      return entries(property)
    case 'get':
      return host('get', {
        call: ({ arguments: [key] }) => {
          if (!target.entries.has(key)) return mayHaveOthers(target) ? UNKNOWN : undefined
          const value = target.entries.get(key)
          return doubtOf(target, key) ? either(value, undefined) : value
        },
      })
    case 'has':
      return host('has', { call: ({ arguments: [key] }) => hasEntry(target, key) })
    case 'size':
      return target.open ? UNKNOWN : target.entries.size
    case 'delete':
      return host('delete', {
        call: ({ arguments: [key] }) => {
          const had = hasEntry(target, key)
          removeMember(evaluator, target, key)
          return had
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
              atItem(invocation.evaluator, doubtOf(target, key), () =>
                invocation.evaluator.call(invocation.arguments[0], { ...invocation, arguments: [value, key] }),
              )
            return undefined
          }),
      })
    default:
      return MISSING
  }
}
