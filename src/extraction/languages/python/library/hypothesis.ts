/** `hypothesis`: what `@given` makes up is no argument of the test any more. */
import type { ClosureValue, Value } from '../../../evaluation/value.ts'
import { list } from '../../../evaluation/value.ts'
import { native, nativeModule } from '../python-calls.ts'

const GIVEN = '%given'
const COUNT = '%given count'

/** The parameters of a function that `@given` makes up: those named, and as many of the last as have no name. */
export const givenParameters = ({ attributes }: ClosureValue, names: readonly string[]): ReadonlySet<string> => {
  const [named, count] = [attributes.get(GIVEN), attributes.get(COUNT)]
  if (typeof named !== 'object' || named?.kind !== 'list' || typeof count !== 'number') return NONE
  return new Set([
    ...named.items.filter((name) => typeof name === 'string'),
    ...(named.open ? names : count > 0 ? names.slice(-count) : []),
  ])
}

const NONE: ReadonlySet<string> = new Set()

const given = native('given', (strategies, { keywords, open }): Value =>
  native('given()', ([callee]) => {
    if (typeof callee === 'object' && callee?.kind === 'closure') {
      const inferred = strategies.some((one) => typeof one === 'object' && one?.kind === 'host' && one.name === 'Ellipsis')
      callee.attributes.set(GIVEN, list([...keywords.keys()], { open: open || inferred }))
      callee.attributes.set(COUNT, strategies.length)
    }
    return callee
  }),
)

/** Decorators that are made by a call and give the function back: they say how often it is run, and with what besides. */
const SETTLING = ['settings', 'example', 'seed', 'reproduce_failure']

export const hypothesisModule = nativeModule('hypothesis', {
  given,
  ...Object.fromEntries(SETTLING.map((name) => [name, native(name, () => native(`${name}()`, ([callee]) => callee), { takesOpen: true })])),
})
