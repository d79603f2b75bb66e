/** Python without files around it: what its lines make of values. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Evaluator } from '../../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import type { Value } from '../../../evaluation/value.ts'
import { libraryModule } from '../library/index.ts'
import { lowerPython } from '../lower-python.ts'
import { represented } from '../python-printing.ts'
import { pythonSemantics } from '../python-semantics.ts'

export const run = (text: string): { value: (name: string) => Value; evaluator: Evaluator } => {
  const evaluator = new Evaluator(pythonSemantics, {
    resolve: (source) => libraryModule(source),
    facts: () => null,
    global: () => undefined,
  })
  const module = new ModuleInstance('sample.py')
  module.facts = lowerPython(text)
  assert.deepEqual(module.facts.syntaxErrors, [])
  evaluator.runModule(module)
  return { value: (name) => module.scope.names.get(name)?.value, evaluator }
}

/** What `repr(x)` gives after the lines; undefined where it isn't known. */
export const reprAfter = (text: string): string | undefined => {
  const { value, evaluator } = run(text)
  return represented(value('x'), evaluator)
}

/** A test of what `repr` gives for each expression. */
export const cases = (title: string, rows: readonly (readonly [string, string | undefined])[]): void => {
  test(title, () => {
    for (const [expression, expected] of rows) assert.equal(reprAfter(`x = ${expression}\n`), expected, expression)
  })
}
