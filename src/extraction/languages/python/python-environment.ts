/** Variables of the environment that the repository sets itself: a name that nobody sets is unset where tests are listed. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { isLibrary } from '../../evaluation/programs-under-test.ts'
import { gaps } from '../../evaluation/scope.ts'
import type { AnyNode } from '../../facts/evaluated-at-once.ts'
import type { FileFacts } from '../../facts/program.ts'
import { topLevel } from '../../facts/top-level.ts'

/** What a text may set. `isOpen`: when it is imported it sets more than is told by name. */
interface SetVariables {
  readonly names: ReadonlySet<string>
  readonly isOpen: boolean
}

const SETS_NOTHING: SetVariables = { names: new Set(), isOpen: false }

/** How far what a module imports is looked through: what it imports, and what that does. */
const IMPORT_DEPTH = 2

const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null

/** `environ`, `os.environ`, `os.environb`. */
const isEnvironment = (node: unknown): boolean =>
  isNode(node) &&
  ((node.kind === 'name' && node['name'] === 'environ') ||
    (node.kind === 'member' && (node['property'] === 'environ' || node['property'] === 'environb')))

const textOf = (node: unknown): string | undefined =>
  isNode(node) && node.kind === 'literal' && typeof node['value'] === 'string' ? node['value'] : undefined

type Names = readonly (string | undefined)[]

/** The keys of a dictionary; undefined for those that its text doesn't tell. */
const keysOf = (node: unknown): Names => {
  if (!isNode(node) || node.kind !== 'object' || !Array.isArray(node['entries'])) return [undefined]
  return node['entries'].map((entry: AnyNode) => (typeof entry['key'] === 'string' ? entry['key'] : textOf(entry['key'])))
}

const namesOf = (items: unknown): unknown[] => (Array.isArray(items) ? items : [])

/** What a call sets: `os.environ.setdefault("A", …)`, `os.environ.update(A=…)`, `os.putenv("A", …)`, `load_dotenv()`. */
const setByCall = (node: AnyNode): Names => {
  const { callee } = node
  if (!isNode(callee)) return []
  const name = callee.kind === 'name' ? callee['name'] : callee.kind === 'member' ? callee['property'] : undefined
  const [first] = namesOf(node['arguments'])
  if (name === 'putenv' || name === 'setenv') return [textOf(first)]
  if (name === 'load_dotenv') return [undefined]
  if (callee.kind !== 'member' || !isEnvironment(callee['object'])) return []
  if (name === 'setdefault' || name === '__setitem__') return [textOf(first)]
  if (name !== 'update') return []
  const keywords = namesOf(node['keywords']).map((one) => (isNode(one) && one['name'] !== '**' ? String(one['name']) : undefined))
  return [...(first === undefined ? [] : keysOf(first)), ...keywords]
}

/** What a node sets, its parts left aside; undefined for a name that its text doesn't tell. */
const setBy = (node: AnyNode): Names => {
  if (node.kind === 'call') return setByCall(node)
  // A pattern: `os.environ["A"] = …`.
  if (node.kind === 'member' && isEnvironment(node['target'])) return [textOf(node['property'])]
  const changed = node['pattern']
  const isWhole = (node.kind === 'assign' || node.kind === 'declare') && isNode(changed) && changed['target'] !== undefined
  return isWhole && isEnvironment(changed) ? keysOf(node['value']) : []
}

const known = new WeakMap<FileFacts, SetVariables>()

/** All that a text sets by name, in functions too: hooks and what is called at its top. */
const setIn = (facts: FileFacts): SetVariables => {
  const found = known.get(facts)
  if (found) return found
  const names = new Set<string>()
  let isOpen = false
  const pending: [node: unknown, isAtOnce: boolean][] = [[facts.body, true]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, isAtOnce] = next
    if (!isNode(node)) continue
    for (const name of setBy(node))
      if (name !== undefined) names.add(name)
      else isOpen ||= isAtOnce
    for (const [key, part] of Object.entries(node)) if (isNode(part)) pending.push([part, isAtOnce && key !== 'function'])
  }
  const all = { names, isOpen }
  known.set(facts, all)
  return all
}

const joined = (all: readonly SetVariables[]): SetVariables => ({
  names: new Set(all.flatMap(({ names }) => [...names])),
  isOpen: all.some(({ isOpen }) => isOpen),
})

const ofModules = Array.from({ length: IMPORT_DEPTH + 1 }, () => new WeakMap<ModuleInstance, SetVariables>())

/** What a module and those that it imports set. */
const setByModule = (module: ModuleInstance, evaluator: Evaluator, depth = IMPORT_DEPTH): SetVariables => {
  const already = ofModules[depth]?.get(module)
  if (already) return already
  const before = gaps.count
  evaluator.step()
  const facts = module.facts ?? evaluator.resolver.facts(module)
  if (!facts) return SETS_NOTHING
  const imported = new Set<ModuleInstance>()
  for (const statement of depth === 0 ? [] : topLevel(facts.body)) {
    const target = statement.kind === 'import' ? evaluator.resolver.resolve(statement.source, module) : undefined
    if (target instanceof ModuleInstance) imported.add(target)
  }
  const all = joined([setIn(facts), ...[...imported].map((one) => setByModule(one, evaluator, depth - 1))])
  if (gaps.count === before) ofModules[depth]?.set(module, all)
  return all
}

/** Conftests and packages around a module, which run before it. */
const around = (module: ModuleInstance, evaluator: Evaluator): ModuleInstance[] => {
  const found: ModuleInstance[] = []
  for (let directory = module.path; directory !== '';) {
    directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')))
    for (const name of ['conftest.py', '__init__.py']) {
      const target = evaluator.resolver.resolve(`/${directory === '' ? '' : `${directory}/`}${name}`, module)
      if (target instanceof ModuleInstance && target.path !== module.path) found.push(target)
    }
  }
  return found
}

const entries = new WeakMap<Evaluator, ModuleInstance>()
const configured = new WeakMap<Evaluator, ReadonlySet<string>>()

/** A file is evaluated now, with the variables that configuration sets for its run. */
export const beginProgram = (evaluator: Evaluator, entry: ModuleInstance, variables: readonly string[]): void => {
  entries.set(evaluator, entry)
  configured.set(evaluator, new Set(variables))
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
  if (!hasKnownPast(module, evaluator) || configured.get(evaluator)?.has(name)) return true
  // What files share must not hang on which of them is evaluated now.
  const entry = evaluator.isApart ? undefined : entries.get(evaluator)
  return [module, ...(entry && entry !== module ? [entry] : [])]
    .flatMap((one) => [one, ...around(one, evaluator)])
    .map((one) => setByModule(one, evaluator))
    .some(({ names, isOpen }) => isOpen || names.has(name))
}
