/** Variables of the environment that the repository sets itself: a name that nobody sets is unset where tests are listed. */
import { directoryOf } from '../../directory-of.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { isLibrary } from '../../evaluation/programs-under-test.ts'
import { gaps } from '../../evaluation/scope.ts'
import { AT_ONCE, setVariables, type SetVariables } from './set-variables.ts'

/** What a module and all that it loads set. `isOpen`: more than is told by name. */
interface Outcome {
  readonly names: ReadonlySet<string>
  readonly isOpen: boolean
}

/** So many modules are looked through for what one loads; behind them any variable may be set. */
const MODULE_LIMIT = 400

const fileOf = (path: string, from: ModuleInstance, evaluator: Evaluator): ModuleInstance[] => {
  const target = evaluator.resolver.resolve(`/${path}`, from)
  return target instanceof ModuleInstance && target.path !== from.path ? [target] : []
}

const loaded = new WeakMap<ModuleInstance, readonly ModuleInstance[]>()

/** What runs before a module has run: what it imports, and the package that it is in. */
const loadedBy = (module: ModuleInstance, { sources }: SetVariables, evaluator: Evaluator): readonly ModuleInstance[] => {
  const already = loaded.get(module)
  if (already) return already
  const imported = [...sources].flatMap((source) => {
    const target = evaluator.resolver.resolve(source, module)
    return target instanceof ModuleInstance ? [target] : []
  })
  const all = [...imported, ...fileOf(`${module.path.slice(0, module.path.lastIndexOf('/') + 1)}__init__.py`, module, evaluator)]
  loaded.set(module, all)
  return all
}

/** Whether a function that sets what isn't told is called: functions are told apart by their names alone. */
const isOpenCalled = (all: readonly SetVariables[]): boolean => {
  const open = new Set(all.flatMap((one) => [...one.open]))
  if (open.size === 0) return false
  const reached = new Set([AT_ONCE])
  for (const name of reached) {
    if (open.has(name)) return true
    for (const { calls } of all) for (const called of calls.get(name) ?? []) reached.add(called)
  }
  return false
}

const outcomes = new WeakMap<ModuleInstance, Outcome>()

const outcomeOf = (module: ModuleInstance, evaluator: Evaluator): Outcome => {
  const already = outcomes.get(module)
  if (already) return already
  const before = gaps.count
  const all: SetVariables[] = []
  const modules = new Set([module])
  for (const one of modules) {
    if (modules.size > MODULE_LIMIT) break
    evaluator.step()
    const facts = one.facts ?? evaluator.resolver.facts(one)
    if (!facts) continue
    const set = setVariables(facts)
    all.push(set)
    for (const next of loadedBy(one, set, evaluator)) modules.add(next)
  }
  const outcome = {
    names: new Set(all.flatMap(({ names }) => [...names])),
    isOpen: modules.size > MODULE_LIMIT || isOpenCalled(all),
  }
  if (gaps.count === before) outcomes.set(module, outcome)
  return outcome
}

/** Conftests and packages around a module, which run before it. */
const around = (module: ModuleInstance, evaluator: Evaluator): ModuleInstance[] => {
  const found: ModuleInstance[] = []
  for (let directory = module.path; directory !== '';) {
    directory = directoryOf(directory)
    for (const name of ['conftest.py', '__init__.py'])
      found.push(...fileOf(directory === '' ? name : `${directory}/${name}`, module, evaluator))
  }
  return found
}

interface Run {
  readonly entry: ModuleInstance
  /** Variables that configuration sets. */
  readonly variables: readonly string[]
  /** Modules that are loaded before all others, as imports name them. */
  readonly plugins?: readonly string[]
}

const runs = new WeakMap<Evaluator, Run>()

/** A file is evaluated now, in such a run. */
export const beginProgram = (evaluator: Evaluator, run: Run): void => {
  runs.set(evaluator, run)
}

/** They run at the start, before any file that imports them sets something. */
const RUNS_FIRST = /(?:^|\/)(?:conftest|__init__)\.py$/

/** Whether it is known what ran before: not before a program under test, nor before what several files import. */
const hasKnownPast = (module: ModuleInstance, evaluator: Evaluator): boolean =>
  !isLibrary(evaluator, module) && (!evaluator.isApart || RUNS_FIRST.test(module.path))

/**
 * Whether a variable may be set by the repository where a module asks for it: by configuration, by the module itself and the
 * file that is evaluated, by what runs before these, or by what they import.
 */
export const maySet = (name: string, module: ModuleInstance, evaluator: Evaluator): boolean => {
  const run = runs.get(evaluator)
  if (!hasKnownPast(module, evaluator) || run?.variables.includes(name)) return true
  const plugins = (run?.plugins ?? []).map((plugin) => evaluator.resolver.resolve(plugin, module))
  // What files share must not hang on which of them is evaluated now.
  const entry = evaluator.isApart ? undefined : run?.entry
  return [
    ...[module, ...(entry && entry !== module ? [entry] : [])].flatMap((one) => [one, ...around(one, evaluator)]),
    ...plugins.filter((plugin) => plugin instanceof ModuleInstance),
  ]
    .map((one) => outcomeOf(one, evaluator))
    .some(({ names, isOpen }) => isOpen || names.has(name))
}
