import { concatenated } from '../../evaluation/doubtful-items.ts'
import type { Semantics } from '../../evaluation/semantics.ts'
import { either, type Invocation, isUnknown, list, MISSING, object, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { javaScriptSemantics } from './javascript-semantics.ts'

const isObject = (value: Value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object'

const merge = (former: Value, more: Value): Value => {
  if (!isObject(former) || !isObject(more)) {
    const areLists = typeof former === 'object' && former?.kind === 'list' && typeof more === 'object' && more?.kind === 'list'
    return areLists ? concatenated([former, more]) : more
  }
  const merged = object(former.entries, { open: former.open !== false || more.open !== false })
  for (const [key, value] of more.entries) merged.entries.set(key, merged.entries.has(key) ? merge(merged.entries.get(key), value) : value)
  return merged
}

/** Of several configurations given to Playwright's `defineConfig` the later say what counts; their projects are all there. */
const override = (former: ObjectValue, more: ObjectValue): ObjectValue => {
  const joined = object([...former.entries, ...more.entries], { open: former.open !== false || more.open !== false })
  const [before, after] = [former.entries.get('projects'), more.entries.get('projects')]
  if (before !== undefined && after !== undefined) joined.entries.set('projects', merge(before, after))
  return joined
}

/** `defineConfig(c)`, `mergeConfig(a, b)`, `createJestConfig(c)`, `withPlugin(c)`: what packages make of a configuration starts from what they are given. */
const passThrough = ({ arguments: args, site }: Invocation): Value => {
  const name = site.callee.kind === 'name' ? site.callee.name : ''
  const objects = args.filter(isObject)
  if (objects.length > 1 && name.startsWith('merge')) return objects.reduce<Value>(merge, object())
  if (objects.length > 1 && name === 'defineConfig') return objects.reduce(override)
  const closure = args.find((argument) => typeof argument === 'object' && argument?.kind === 'closure')
  const [first] = objects
  if (first) return /^(?:define|merge)/.test(name) ? first : object(first.entries, { open: true })
  const given = args.find((argument) => typeof argument === 'object' && argument?.kind === 'list')
  return closure ?? (name.startsWith('define') ? given : undefined) ?? either({ kind: 'unknown' })
}

/** What runners set themselves before they read their configuration. */
const SET_BY_RUNNERS: Readonly<Record<string, string>> = { NODE_ENV: 'test', VITEST: 'true' }

/** What a path of Node's stands for in a plain run: no variables but those that runners set, and no arguments. */
const assumedMember =
  (environment: Readonly<Record<string, string>>): NonNullable<Semantics['assumedMember']> =>
  (path, property, evaluator) => {
    if (path === 'process.env') return { value: environment[property] ?? SET_BY_RUNNERS[property] }
    return path === 'process.argv' ? { value: javaScriptSemantics.member(list(['node', 'runner']), property, evaluator) } : undefined
  }

/**
 * JavaScript as configuration files use it: it is read as in a plain run, for which nobody sets a variable or gives an argument; functions of packages hand on the configuration they are given, and what
 * isn't known stays in lists by the name it has, so that a package's defaults can be put in its place.
 */
export const configurationSemantics: Semantics = {
  ...javaScriptSemantics,
  // Projects that share files out by what stands in them run each of them somewhere.
  keepsUndecided: true,
  call: (callee, invocation) => {
    if (isUnknown(callee)) return passThrough(invocation)
    // `nextJest({ dir })(configuration)()`: what makes a configuration hands on what it is given, or what it has made.
    if (!isObject(callee) || !callee.open || callee.prototype !== undefined) return MISSING
    return invocation.arguments.some(isObject) ? passThrough(invocation) : callee
  },
  assumedMember: assumedMember({}),
  iterate: (value, binds, evaluator) =>
    isUnknown(value) && value.path !== undefined ? { items: [value], open: true } : javaScriptSemantics.iterate(value, binds, evaluator),
}

/** The same where whoever starts the runner sets variables. */
export const configurationSemanticsIn = (environment: Readonly<Record<string, string>>): Semantics => ({
  ...configurationSemantics,
  assumedMember: assumedMember(environment),
})
