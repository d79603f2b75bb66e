import { inPlaces } from '../../../evaluation/doubtful-items.ts'
import { hostDataOf } from '../../../evaluation/host-data.ts'
import { type ClosureValue, either, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { iterate } from '../python-iteration.ts'
import { apply, asProperty, type Native, native, nativeModule, type PythonHostData } from '../python-calls.ts'

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

/** The wrapper takes over what hangs on the wrapped function, or on any that this may be, and says whom it wraps. */
const takeOver = (wrapper: Value, wrapped: Value): Value => {
  if (!isClosure(wrapper) || wrapper === wrapped) return wrapper
  const options = (typeof wrapped === 'object' && wrapped?.kind === 'either' ? wrapped.options : [wrapped]).filter(isClosure)
  for (const name of new Set(options.flatMap(({ attributes }) => [...attributes.keys()])))
    wrapper.attributes.set(name, either(...options.map(({ attributes }) => attributes.get(name))))
  wrapper.attributes.set('__wrapped__', wrapped)
  return wrapper
}

const identity: Native = ([callee], { arguments: given }) =>
  given.length === 1 && isClosure(callee) ? callee : native('decorate', ([inner]) => inner)

interface PartialData extends PythonHostData {
  readonly kind: 'partial'
  readonly partial: { readonly callee: Value; readonly bound: number; readonly names: readonly string[] }
}

/** The function that a `partial` calls, with the parameters that are left; undefined for all else. */
export const functionOfPartial = (value: Value): ClosureValue | undefined => {
  const data = hostDataOf<PartialData>(value, 'partial')
  if (!data || !isClosure(data.partial.callee)) return undefined
  const { callee, bound, names } = data.partial
  const parameters = callee.facts.parameters.slice(bound).filter(({ pattern }) => pattern.kind !== 'name' || !names.includes(pattern.name))
  return { ...callee, facts: { ...callee.facts, parameters }, attributes: new Map() }
}

export const functoolsModule = nativeModule('functools', {
  wraps: native('wraps', ([wrapped]) => native('wraps()', ([wrapper]) => takeOver(wrapper, wrapped))),
  update_wrapper: native('update_wrapper', ([wrapper, wrapped]) => takeOver(wrapper, wrapped)),
  lru_cache: native('lru_cache', identity),
  cached_property: native('cached_property', asProperty),
  total_ordering: native('total_ordering', ([type]) => type),
  reduce: native('reduce', ([combine, source, ...initial], invocation) => {
    const known = inPlaces(iterate(source, invocation.evaluator))
    const items = [...initial, ...(known?.items ?? [])]
    if (!known || known.open || items.length === 0) return UNKNOWN
    return items.slice(1).reduce<Value>((total, item) => apply(combine, [total, item], invocation), items[0])
  }),
  cache: native('cache', ([callee]) => callee),
  partial: native('partial', ([callee, ...bound], { keywords }) => ({
    // An object, not a function: it has no name of its own.
    ...native('partial()', (args, invocation) =>
      invocation.evaluator.call(callee, {
        ...invocation,
        arguments: [...bound, ...args],
        expressions: [],
        keywords: new Map([...keywords, ...invocation.keywords]),
      }),
    ),
    data: {
      kind: 'partial',
      python: 'object',
      name: 'partial',
      partial: { callee, bound: bound.length, names: [...keywords.keys()] },
    } satisfies PartialData,
  })),
})
