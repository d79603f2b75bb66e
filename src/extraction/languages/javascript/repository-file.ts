/** What reading a JSON file of the repository gives JavaScript: a text of which only what JSON makes of it is known. */
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type HostValue, type MissingMember, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import { textOfJsonFile } from '../text/json-file.ts'

/** Methods that leave JSON what it is. */
const SAME = new Set(['toString', 'trim', 'trimEnd', 'trimStart'])

export const textOfFile = (module: ModuleInstance): HostValue => {
  const self: HostValue = textOfJsonFile(module, {
    member: (property): Value | MissingMember => (SAME.has(property) ? host(property, { call: () => self }) : unknown(`text.${property}`)),
    call: () => UNKNOWN,
  })
  return self
}
