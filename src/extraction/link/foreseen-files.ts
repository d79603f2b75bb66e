/**
 * Which files finding the value of a name will ask for, as far as their texts tell: what exports it from elsewhere, what a
 * class is derived from, what a constant is made of. Linking asks for them one after another, each in a round of its own;
 * so they are read together. What is foreseen and not needed costs being parsed; what is not foreseen is asked for later.
 */
import { patternNames } from '../evaluation/patterns.ts'
import type { CallExpression, FileFacts } from '../facts/program.ts'
import { someEvaluatedAtOnce } from '../facts/evaluated-at-once.ts'
import { topLevel } from '../facts/top-level.ts'

export interface ForeseenFiles {
  /** A name of a module will be asked for: as it is exported, or `*` for all that the module has. */
  seek(path: string, name: string): void
  /** What a file's own names lead to will be asked for, all of it. */
  seekImports(path: string, facts: FileFacts): void
  /** It is known by now of a file that its facts are there, or can't be had. */
  settled(path: string): void
  /** Files that are not read and that names sought lead to by now; each is told once. */
  take(): string[]
}

export interface ForeseenFilesOptions {
  /** Null where they can't be had, or not yet. */
  facts(path: string): FileFacts | null
  isSettled(path: string): boolean
  /** The file of the repository that an import from a file leads to: with `name`, that of a module in the one imported. */
  resolve(source: string, from: string, name?: string): string | null
}

/** No repository that people write has as many. What comes after is asked for by linking. */
const MOST_NAMES = 200_000

type NameOrCall = { kind: string; name: string } & Omit<CallExpression, 'kind'>

interface LookedUp {
  names: ReadonlySet<string>
  /** What is required by a literal. */
  sources: ReadonlySet<string>
}

/** What evaluating it looks up at once. */
const lookedUpIn = (part: unknown): LookedUp => {
  const names = new Set<string>()
  const sources = new Set<string>()
  someEvaluatedAtOnce(part, ({ kind, name, callee, arguments: given }: Partial<NameOrCall>) => {
    if (kind === 'name' && name !== undefined) names.add(name)
    const [source] = kind === 'call' && callee?.kind === 'name' && callee.name === 'require' ? (given ?? []) : []
    if (source?.kind === 'literal' && typeof source.value === 'string') sources.add(source.value)
    return false
  })
  return { names, sources }
}

/** What a module's names stand for, by name. */
interface Index {
  imports: Map<string, { source: string; imported: string }[]>
  exports: Map<string, { source: string | null; local: string }>
  /** What has to be evaluated for a name. */
  made: Map<string, unknown[]>
  wildcards: string[]
}

const indexOf = ({ body }: FileFacts): Index => {
  const index: Index = { imports: new Map(), exports: new Map(), made: new Map(), wildcards: [] }
  const add = <Item>(map: Map<string, Item[]>, name: string, item: Item): void => {
    const known = map.get(name)
    if (known) known.push(item)
    else map.set(name, [item])
  }
  for (const statement of topLevel(body))
    switch (statement.kind) {
      case 'import':
        for (const { imported, local } of statement.names)
          if (local === '*') index.wildcards.push(statement.source)
          else add(index.imports, local, { source: statement.source, imported })
        break
      case 'export':
        for (const { local, exported } of statement.names) index.exports.set(exported, { source: statement.source, local })
        break
      case 'exportAll':
        index.wildcards.push(statement.source)
        break
      case 'exportDefault':
        add(index.made, 'default', statement.value)
        break
      case 'declare':
        for (const name of patternNames(statement.pattern)) add(index.made, name, statement.value)
        break
      case 'class':
        add(index.made, statement.class.name, statement.class)
        break
      case 'function':
        add(index.made, statement.function.name, statement.function.decorators)
        break
      default:
    }
  return index
}

export const createForeseenFiles = ({ facts, isSettled, resolve }: ForeseenFilesOptions): ForeseenFiles => {
  /** Names to look for, of files that are read. */
  const pending: [path: string, name: string][] = []
  /** Names sought of files that aren't read yet. */
  const waiting = new Map<string, string[]>()
  /** Files among them that weren't told yet. */
  let untold: string[] = []
  const indexes = new Map<string, Index>()
  const seen = new Set<string>()
  /** What several names are made of together is looked through once. */
  const through = new Set<unknown>()

  const seek = (path: string, name: string): void => {
    const key = `${path}\0${name}`
    if (seen.size >= MOST_NAMES || seen.has(key)) return
    seen.add(key)
    pending.push([path, name])
  }

  const follow = (source: string, name: string, from: string, mayBeModule = true): void => {
    const isName = mayBeModule && name !== '' && name !== '*' && name !== 'default'
    const submodule = isName ? resolve(source, from, name) : null
    const target = resolve(source, from)
    if (submodule !== null) seek(submodule, '')
    if (target !== null) seek(target, name)
  }

  const lookIn = (path: string, name: string, index: Index): void => {
    // A whole module's names are looked at as they are used, which the text doesn't tell.
    for (const { source, imported } of index.imports.get(name) ?? []) follow(source, imported === '*' ? '' : imported, path)
    for (const node of index.made.get(name) ?? []) {
      if (through.has(node)) continue
      through.add(node)
      const { names, sources } = lookedUpIn(node)
      for (const one of names) seek(path, one)
      for (const source of sources) follow(source, '', path)
    }
    const exported = index.exports.get(name)
    if (exported && exported.source !== null) follow(exported.source, exported.local === '*' ? '' : exported.local, path)
    else if (exported) seek(path, exported.local)
    if (exported || index.imports.has(name) || index.made.has(name)) return
    for (const source of index.wildcards) follow(source, name, path, false)
  }

  const indexAt = (path: string): Index | null => {
    const known = indexes.get(path)
    if (known) return known
    const read = facts(path)
    if (read === null) return null
    const index = indexOf(read)
    indexes.set(path, index)
    return index
  }

  const look = (path: string, name: string): void => {
    const index = indexAt(path)
    if (index === null) {
      if (isSettled(path)) return
      const names = waiting.get(path)
      if (names) names.push(name)
      else {
        waiting.set(path, [name])
        untold.push(path)
      }
      return
    }
    if (name !== '*') return lookIn(path, name, index)
    for (const own of [...index.imports.keys(), ...index.made.keys(), ...index.exports.keys()]) seek(path, own)
    for (const source of index.wildcards) follow(source, '*', path)
  }

  return {
    seek,
    seekImports: (path, { body }) => {
      for (const statement of topLevel(body))
        if (statement.kind === 'import')
          for (const { imported, local } of statement.names)
            follow(statement.source, local === '*' ? '*' : imported === '*' ? '' : imported, path)
    },
    settled: (path) => {
      for (const name of waiting.get(path) ?? []) pending.push([path, name])
      waiting.delete(path)
    },
    take: () => {
      for (let next = pending.pop(); next; next = pending.pop()) look(...next)
      const told = untold
      untold = []
      return told
    },
  }
}
