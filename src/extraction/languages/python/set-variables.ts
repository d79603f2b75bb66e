/** What one text says of variables of the environment: those that it sets, and which others run when it is imported. */
import type { AnyNode } from '../../facts/evaluated-at-once.ts'
import type { FileFacts } from '../../facts/program.ts'
import { submoduleName } from './imported-modules.ts'

export interface SetVariables {
  /** What it sets by name, wherever that stands: hooks and functions may be called. */
  readonly names: ReadonlySet<string>
  /** Functions that set more than is told by name; `AT_ONCE` where that needs no call. */
  readonly open: ReadonlySet<string>
  /** What functions call, by name. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>
  /** Modules that it loads, as imports name them. */
  readonly sources: ReadonlySet<string>
}

/** Instead of a function: what runs when a text is imported, or that pytest runs then. */
export const AT_ONCE = ''

const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null

const textOf = (node: unknown): string | undefined =>
  isNode(node) && node.kind === 'literal' && typeof node['value'] === 'string' ? node['value'] : undefined

type Names = readonly (string | undefined)[]

/** The keys of a dictionary; undefined for those that its text doesn't tell. */
const keysOf = (node: unknown): Names => {
  if (!isNode(node) || node.kind !== 'object' || !Array.isArray(node['entries'])) return [undefined]
  return node['entries'].map((entry: AnyNode) => (typeof entry['key'] === 'string' ? entry['key'] : textOf(entry['key'])))
}

const itemsOf = (items: unknown): unknown[] => (Array.isArray(items) ? items : [])

/** What a call is called by: `b` of `a.b()`. */
const calleeName = ({ callee }: AnyNode): unknown =>
  isNode(callee) ? (callee.kind === 'name' ? callee['name'] : callee.kind === 'member' ? callee['property'] : undefined) : undefined

/** Names that a text has for `os.environ`: `env = os.environ`, `from os import environ as env`. */
type Aliases = ReadonlySet<unknown>

/** `environ`, `os.environ`, `os.environb`. */
const isEnvironment = (node: unknown, aliases: Aliases): boolean =>
  isNode(node) &&
  ((node.kind === 'name' && aliases.has(node['name'])) ||
    (node.kind === 'member' && (node['property'] === 'environ' || node['property'] === 'environb')))

/** What is given as a dictionary and by keyword: `update({"A": …}, B=…)`. */
const given = (dictionary: unknown, node: AnyNode): Names => [
  ...(dictionary === undefined ? [] : keysOf(dictionary)),
  ...itemsOf(node['keywords']).map((one) => (isNode(one) && one['name'] !== '**' ? String(one['name']) : undefined)),
]

/** `os.environ.setdefault("A", …)`, `os.environ.update(A=…)`, `patch.dict(os.environ, A=…)`, `os.putenv("A", …)`, `load_dotenv()`. */
const setByCall = (node: AnyNode, aliases: Aliases): Names => {
  const { callee } = node
  const name = calleeName(node)
  const [first, second] = itemsOf(node['arguments'])
  if (name === 'putenv' || name === 'setenv') return [textOf(first)]
  if (name === 'load_dotenv') return [undefined]
  if (!isNode(callee) || callee.kind !== 'member') return []
  if (name === 'dict') return isEnvironment(first, aliases) || textOf(first) === 'os.environ' ? given(second, node) : []
  if (!isEnvironment(callee['object'], aliases)) return []
  if (name === 'setdefault' || name === '__setitem__') return [textOf(first)]
  return name === 'update' ? given(first, node) : []
}

/** What a node sets, its parts left aside; undefined for a name that its text doesn't tell. */
const setBy = (node: AnyNode, aliases: Aliases): Names => {
  if (node.kind === 'call') return setByCall(node, aliases)
  // A pattern: `os.environ["A"] = …`.
  if (node.kind === 'member' && isEnvironment(node['target'], aliases)) return [textOf(node['property'])]
  const changed = node['pattern']
  const isWhole = (node.kind === 'assign' || node.kind === 'declare') && isNode(changed) && changed['target'] !== undefined
  const isJoined = node.kind === 'assign' && node['operator'] === '|=' && isNode(changed) && isEnvironment(changed, aliases)
  return isJoined || (isWhole && isEnvironment(changed, aliases)) ? keysOf(node['value']) : []
}

/** Lowering leaves nothing of them but whether they skip tests. */
const SET_UP = /^_*set_?up/i

interface Place {
  /** The outermost function around, or the class where that makes its instances. */
  readonly owner: string
  readonly className: string
}

/** All nodes with where they stand. What decorates a function it does where that is called. */
function* nodesIn(facts: FileFacts): Generator<[node: AnyNode, place: Place]> {
  const pending: [part: unknown, place: Place][] = [[facts.body, { owner: AT_ONCE, className: '' }]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, place] = next
    if (!isNode(node)) continue
    yield [node, place]
    for (const [key, part] of Object.entries(node))
      if (isNode(part) && key !== 'decorators') pending.push([part, placeIn(key, part, place)])
  }
}

const placeIn = (key: string, part: AnyNode, place: Place): Place => {
  const name = String(part['name'])
  if (key === 'class') return { ...place, className: name }
  if (key !== 'function' || place.owner !== AT_ONCE || name.startsWith('pytest_')) return place
  return { ...place, owner: name === '__init__' ? place.className : name }
}

/** `pytest_plugins = ["baskets"]` */
const pluginsIn = (node: AnyNode): string[] => {
  const { pattern, value } = node
  if (node.kind !== 'declare' || !isNode(pattern) || pattern['name'] !== 'pytest_plugins' || !isNode(value)) return []
  return [value, ...itemsOf(value['items'])].flatMap(
    (one) =>
      textOf(one)
        ?.split(',')
        .map((name) => name.trim()) ?? [],
  )
}

interface ImportedName {
  readonly imported: string
  readonly local: string
}

const importedBy = ({ names }: AnyNode): ImportedName[] => (Array.isArray(names) ? (names as ImportedName[]) : [])

/** An import leads to submodules too, if there are such. */
const sourcesIn = (node: AnyNode): string[] => {
  if (node.kind !== 'import') return pluginsIn(node)
  const source = String(node['source'])
  return [source, ...importedBy(node).flatMap(({ imported }) => (imported === '*' ? [] : [submoduleName(source, imported)]))]
}

const aliasesIn = (facts: FileFacts): Aliases => {
  const aliases = new Set<unknown>(['environ', 'environb'])
  for (const [node] of nodesIn(facts)) {
    const { pattern } = node
    if (node.kind === 'import') for (const { imported, local } of importedBy(node)) if (aliases.has(imported)) aliases.add(local)
    if ((node.kind === 'declare' || node.kind === 'assign') && isNode(pattern) && isEnvironment(node['value'], aliases))
      aliases.add(pattern['name'])
  }
  return aliases
}

const known = new WeakMap<FileFacts, SetVariables>()

export const setVariables = (facts: FileFacts): SetVariables => {
  const found = known.get(facts)
  if (found) return found
  const aliases = aliasesIn(facts)
  const names = new Set<string>()
  const open = new Set<string>()
  const calls = new Map<string, Set<string>>()
  const sources = new Set<string>()
  for (const [node, { owner, className }] of nodesIn(facts)) {
    for (const name of setBy(node, aliases))
      if (name !== undefined) names.add(name)
      else open.add(owner)
    if (owner === AT_ONCE) for (const source of sourcesIn(node)) sources.add(source)
    const called = node.kind === 'call' ? calleeName(node) : undefined
    if (typeof called === 'string') calls.set(owner, (calls.get(owner) ?? new Set()).add(called))
    const { function: inner } = node
    if (isNode(inner) && className === '' && SET_UP.test(String(inner['name']))) open.add(String(inner['name']))
  }
  const all = { names, open, calls, sources }
  known.set(facts, all)
  return all
}
