/** What frameworks provide beside their declaring functions: nothing of it declares a test. */
import { host, type HostValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'

/** A function that declares nothing and gives nothing: a hook. */
export const hook = (name: string): HostValue => host(name, { call: () => undefined })

/** Whatever is asked of it or done with it gives itself or something unknown: `expect`, `jest`, `vi`, `cy`. */
export const inert = (name: string): HostValue => {
  const self: HostValue = host(name, { member: () => self, call: () => UNKNOWN })
  return self
}

export const hooks = (...names: string[]): [string, Value][] => names.map((name) => [name, hook(name)])
export const inertValues = (...names: string[]): [string, Value][] => names.map((name) => [name, inert(name)])
