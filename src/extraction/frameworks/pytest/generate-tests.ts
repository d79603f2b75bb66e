/** `pytest_generate_tests`: the functions are run with what pytest would tell them, and what they ask for is noted. */
import { host, list, UNKNOWN, type ClosureValue } from '../../evaluation/value.ts'
import { invoke } from '../../languages/python/python-calls.ts'
import type { Place, TestFunction } from './collect-functions.ts'
import { argumentNames, type ParametrizeCall } from './parametrization.ts'
import { markReaders } from './modified-items.ts'
import { marksIn } from './pytest-marks.ts'

export interface GeneratedInput {
  /** All fixtures and arguments of the test. */
  readonly names: readonly string[]
  readonly test: TestFunction
  readonly place: Place
  /** Arguments that its own marks give values for. */
  readonly known: ReadonlySet<string>
}

/** The `parametrize` calls that the functions make for a test; undefined where it may or may not be parametrized. */
export const generatedCalls = (generators: readonly ClosureValue[], input: GeneratedInput): ParametrizeCall[] | undefined => {
  if (generators.length === 0) return []
  const { evaluator } = input.place.file
  const { uncertainty } = evaluator
  const calls: ParametrizeCall[] = []
  let isUndecided = false
  const definition = markReaders([...marksIn(input.test.callee.attributes.get('pytestmark')), ...input.place.marks])
  // Generators may add to it what only they give values for.
  const used = list([...input.names])
  const metafunc = host('pytest.Metafunc', {
    member: (name) => {
      switch (name) {
        case 'fixturenames':
          return used
        case 'function':
          return input.test.callee
        case 'cls':
          return input.place.type
        case 'module':
          return { kind: 'module', module: input.place.file.module }
        case 'definition':
          return host('pytest.FunctionDefinition', { member: (inner) => definition[inner] ?? UNKNOWN })
        case 'parametrize':
          return host('pytest.Metafunc.parametrize', {
            call: ({ arguments: given, keywords, open }) => {
              const call: ParametrizeCall = {
                names: given[0] ?? keywords.get('argnames'),
                values: given[1] ?? keywords.get('argvalues'),
                ids: keywords.get('ids') ?? given[3] ?? null,
                indirect: keywords.get('indirect') ?? given[2] ?? false,
              }
              const names = argumentNames(call.names, evaluator)?.names
              // What the test doesn't use can't be meant for it.
              if (names && !used.open && !names.every((one) => used.items.includes(one))) return null
              if (names?.some((one) => input.known.has(one))) return null
              if (open || evaluator.uncertainty > uncertainty) isUndecided = true
              else calls.push(call)
              return null
            },
          })
        default:
          return UNKNOWN
      }
    },
  })
  for (const generator of generators) invoke(evaluator, generator, [metafunc])
  return isUndecided ? undefined : calls
}
