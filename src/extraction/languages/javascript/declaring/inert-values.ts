/** What frameworks provide beside their declaring functions: nothing of it declares a test. */
import { namespaceOf } from '../../../evaluation/modules.ts'
import { UNTOLD } from '../truthiness.ts'
import { host, type HostValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'

/** A function that declares nothing and gives nothing: a hook. */
export const hook = (name: string): HostValue => host(name, { call: () => undefined })

/** Whatever is asked of it or done with it gives itself or something unknown: `expect`, `jest`, `vi`, `cy`. */
export const inert = (name: string): HostValue => {
  const part: HostValue = host(name, { member: () => part, call: () => UNKNOWN, data: UNTOLD })
  return host(name, { member: () => part, call: () => UNKNOWN })
}

/** The same with some members that aren't inert. */
export const inertWith = (name: string, members: Readonly<Record<string, Value>>): HostValue => {
  const other = inert(name)
  return host(name, {
    member: (property, evaluator) => (Object.hasOwn(members, property) ? members[property] : other.member?.(property, evaluator)),
    call: () => UNKNOWN,
  })
}

/** The module that a path leads to, as it is: `vi.importActual('./x')`, `jest.requireActual('./x')`. */
export const actualModule = (name: string): HostValue =>
  host(name, {
    call: ({ arguments: [source], evaluator, module }) => (typeof source === 'string' ? namespaceOf(evaluator, source, module) : UNKNOWN),
  })

export const hooks = (...names: string[]): [string, Value][] => names.map((name) => [name, hook(name)])
export const inertValues = (...names: string[]): [string, Value][] => names.map((name) => [name, inert(name)])
