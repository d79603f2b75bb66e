/** Which functions of a test file the go tool takes for tests. */
import type { FunctionFacts } from '../../facts/program.ts'

export type TestKind = 'test' | 'benchmark' | 'fuzz' | 'example'

const KINDS: { kind: TestKind; prefix: string; parameter: string }[] = [
  { kind: 'test', prefix: 'Test', parameter: 'T' },
  { kind: 'benchmark', prefix: 'Benchmark', parameter: 'B' },
  { kind: 'fuzz', prefix: 'Fuzz', parameter: 'F' },
]

/** `TestX` and `Test_x`, not `Testx`. */
const hasPrefix = (name: string, prefix: string): boolean => name.startsWith(prefix) && !/^\p{Ll}/u.test(name.slice(prefix.length))

/** One parameter `*testing.T`; the go tool looks at the type's name alone, whatever package it comes from. */
const takes = (facts: FunctionFacts, type: string): boolean => {
  const [only, ...others] = facts.parameters
  return (
    only !== undefined &&
    others.length === 0 &&
    !only.rest &&
    new RegExp(`^\\*\\s*(?:[\\p{L}_][\\p{L}\\p{N}_]*\\s*\\.\\s*)?${type}$`, 'u').test(only.type ?? '')
  )
}

export const testKindOf = (facts: FunctionFacts): TestKind | null => {
  if (facts.receiver || facts.typeParameters || facts.results !== undefined) return null
  // An example without a comment on its output is compiled and never run.
  if (hasPrefix(facts.name, 'Example')) return facts.parameters.length === 0 && facts.docstring !== undefined ? 'example' : null
  return KINDS.find(({ prefix, parameter }) => hasPrefix(facts.name, prefix) && takes(facts, parameter))?.kind ?? null
}
