import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { Scope } from '../../evaluation/scope.ts'
import type { ClassValue, Value } from '../../evaluation/value.ts'
import type { Statement } from '../../facts/program.ts'

/** A class made by a call: `type(…)`, `namedtuple(…)`, `Enum(…)`. `fields`: names that its constructor takes. */
export const createClass = (
  name: string,
  bases: Value[],
  module: ModuleInstance,
  line: number,
  fields: readonly string[] = [],
): ClassValue => {
  const body = fields.map((field): Statement => ({
    kind: 'declare',
    pattern: { kind: 'name', name: field },
    value: null,
    line,
    annotated: true,
  }))
  return {
    kind: 'class',
    facts: { name, bases: [], body, decorators: [], line, endLine: line },
    scope: new Scope(module.scope, module, true),
    module,
    bases,
    members: new Map(),
  }
}
