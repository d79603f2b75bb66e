/** Mocha's exports interface: what a module exports are its suites and tests, functions being tests. */
import { outsideCall } from '../../evaluation/outside-call.ts'
import { bodyFacts } from '../../languages/javascript/declaring/declarer.ts'
import { type DeclarationSite, NO_MARKS } from '../../declaration/declaration-collector.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { object, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { mochaBody } from './mocha-api.ts'

const HOOKS = new Set(['before', 'after', 'beforeEach', 'afterEach'])
const DEEPEST = 50

export const declareExports = (module: ModuleInstance, evaluator: Evaluator): void => {
  const whole = evaluator.semantics.moduleMember(module, 'default', evaluator)
  const exported: Value = typeof whole === 'object' && whole?.kind === 'object' && whole.entries.size > 0 ? whole : named(module)
  if (typeof exported === 'object' && exported?.kind === 'object') declareEntries(exported, module, evaluator, 0)
}

const named = (module: ModuleInstance): ObjectValue => object([...module.exports].map(([name, value]): [Value, Value] => [name, value()]))

const declareEntries = (exported: ObjectValue, module: ModuleInstance, evaluator: Evaluator, depth: number): void => {
  const { collector } = evaluator
  if (!collector || depth > DEEPEST) return
  for (const [key, value] of exported.entries) {
    if (typeof key !== 'string' || typeof value !== 'object' || value === null) continue
    const title = { text: key, source: key }
    if (value.kind === 'closure' && !HOOKS.has(key)) {
      const { line, endLine } = value.facts
      const test = collector.test({
        framework: 'mocha',
        title,
        marks: NO_MARKS,
        site: { node: value.facts, path: value.module.path, line, endLine },
        cases: null,
        ...bodyFacts(value),
      })
      mochaBody(test, value, outsideCall(evaluator, module, { line, endLine }))
    } else if (value.kind === 'object')
      collector.suite({ title, marks: NO_MARKS, site: siteOf(value, module) }, () => declareEntries(value, module, evaluator, depth + 1))
  }
}

/** An object has no line of its own: it starts where the first function in it does. */
const siteOf = (value: ObjectValue, module: ModuleInstance): DeclarationSite => {
  const first = firstFunction(value)
  return { node: value, path: module.path, line: first?.line ?? 1, endLine: first?.endLine ?? 1 }
}

const firstFunction = (value: Value, depth = 0): { line: number; endLine: number } | undefined => {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined
  if (value.kind === 'closure') return value.facts
  if (value.kind !== 'object') return undefined
  for (const inner of value.entries.values()) {
    const found = firstFunction(inner, depth + 1)
    if (found) return found
  }
  return undefined
}
