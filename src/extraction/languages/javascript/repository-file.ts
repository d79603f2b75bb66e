/** What reading a file of the repository gives: its text isn't there, but what JSON makes of it is among the facts. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type HostValue, type MissingMember, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'

/** Methods that leave JSON what it is. */
const SAME = new Set(['toString', 'trim', 'trimEnd', 'trimStart'])

export const textOfFile = (module: ModuleInstance): HostValue => {
  const self: HostValue = host('text', {
    data: module,
    member: (property): Value | MissingMember => (SAME.has(property) ? host(property, { call: () => self }) : unknown(`text.${property}`)),
    call: () => UNKNOWN,
  })
  return self
}

export const repositoryFile = (value: Value): ModuleInstance | null =>
  typeof value === 'object' && value?.kind === 'host' && value.name === 'text' && value.data instanceof ModuleInstance ? value.data : null
