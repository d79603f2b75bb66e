/** `inspect`, as far as it tells what a value is, and what a module holds. */
import { list, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { apply, type Native, native, nativeModule } from '../python-calls.ts'
import { currentFrame, moduleOf, stack } from './frames.ts'
import { moduleNamespace } from '../python-namespaces.ts'
import { truthiness } from '../python-truthiness.ts'
import { isClass } from '../python-types.ts'

const isOfKind =
  (matches: (kind: string) => boolean): Native =>
  ([value]) => {
    if (value === undefined || typeof value !== 'object' || value === null) return value === undefined ? UNKNOWN : false
    return value.kind === 'unknown' || value.kind === 'either' || value.kind === 'host' ? UNKNOWN : matches(value.kind)
  }

/** Pairs of names and values in the order of the names, of a module. */
const getMembers: Native = ([target, predicate], invocation) => {
  const { evaluator } = invocation
  if (typeof target !== 'object' || target?.kind !== 'module') return UNKNOWN
  const names = moduleNamespace(target.module, evaluator)
  if (typeof names !== 'object' || names?.kind !== 'object') return UNKNOWN
  let open = names.open !== false
  const kept: Value[] = []
  for (const [name, value] of [...names.entries]
    .flatMap(([key, member]): [string, Value][] => (typeof key === 'string' ? [[key, member]] : []))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const verdict = predicate === undefined || predicate === null ? true : truthiness(apply(predicate, [value], invocation))
    if (verdict === undefined) open = true
    if (verdict) kept.push(list([name, value], { type: 'tuple' }))
  }
  return list(kept, { open, birth: evaluator.uncertainty })
}

export const inspectModule = nativeModule('inspect', {
  isclass: native('isclass', ([value]) => isClass(value) ?? UNKNOWN),
  isfunction: native(
    'isfunction',
    isOfKind((kind) => kind === 'closure'),
  ),
  ismodule: native(
    'ismodule',
    isOfKind((kind) => kind === 'module'),
  ),
  getmembers: native('getmembers', getMembers),
  currentframe: native('currentframe', currentFrame),
  stack: native('stack', stack),
  getmodule: native('getmodule', moduleOf),
})
