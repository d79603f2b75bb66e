/** What `re` finds: a match with its groups and places. */
import { hostDataOf } from '../../../evaluation/host-data.ts'
import { host, type HostValue, list, MISSING, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { argument, native, type PythonHostData } from '../python-calls.ts'
import type { Finder } from './re-finder.ts'

/** What is searched for, and how its groups are called. */
export interface Search {
  finder: Finder
  /** The expression in JavaScript's words. */
  source: string
  groups: readonly (string | null)[]
  text: string
  /** Whether it has characters that are two code units. */
  hasPairs: boolean
}

export const textOrNone = (text: string | undefined): Value => text ?? null

/** Python counts characters, some of which are two here. */
const placeIn = ({ hasPairs }: Search, at: number): Value => (hasPairs ? UNKNOWN : at)

const groupAt = (found: RegExpExecArray, { groups }: Search, index: Value): Value => {
  const at = typeof index === 'string' ? groups.indexOf(index) + 1 : index
  if (typeof at !== 'number' || (typeof index === 'string' && at === 0) || at < 0 || at > groups.length) return UNKNOWN
  return textOrNone(found[at])
}

const MEMBERS: Readonly<Record<string, (found: RegExpExecArray, search: Search) => Value>> = {
  group: (found, search) =>
    native('group', (indices) => {
      if (indices.length === 0) return found[0]
      const all = indices.map((index) => groupAt(found, search, index))
      return all.length === 1 ? all[0] : list(all, { type: 'tuple' })
    }),
  groups: (found) =>
    native('groups', (args, invocation) => {
      const fallback = argument(invocation, 0, 'default') ?? null
      return list(
        found.slice(1).map((text) => text ?? fallback),
        { type: 'tuple' },
      )
    }),
  groupdict: (found, { groups }) =>
    native('groupdict', (_args, invocation) => {
      const fallback = argument(invocation, 0, 'default') ?? null
      const entries = groups.flatMap((name, at): [Value, Value][] => (name === null ? [] : [[name, found[at + 1] ?? fallback]]))
      return object(entries, { birth: invocation.evaluator.uncertainty })
    }),
  start: (found, search) => native('start', (args) => (args.length === 0 ? placeIn(search, found.index) : UNKNOWN)),
  end: (found, search) => native('end', (args) => (args.length === 0 ? placeIn(search, found.index + found[0].length) : UNKNOWN)),
  span: (found, search) =>
    native('span', (args) => {
      const ends = [found.index, found.index + found[0].length]
      return args.length > 0
        ? UNKNOWN
        : list(
            ends.map((at) => placeIn(search, at)),
            { type: 'tuple' },
          )
    }),
  string: (_found, { text }) => text,
}

interface MatchData extends PythonHostData {
  readonly kind: 'match'
  readonly element: (index: Value) => Value
}

/** `match[1]`, `match['name']`; undefined where it is none. */
export const elementOfMatch = (value: HostValue, index: Value): Value | undefined => hostDataOf<MatchData>(value, 'match')?.element(index)

export const matchValue = (found: RegExpExecArray, search: Search): HostValue =>
  host('re.Match', {
    member: (name) => (Object.hasOwn(MEMBERS, name) ? MEMBERS[name]?.(found, search) : MISSING),
    data: {
      kind: 'match',
      python: 'object',
      name: 're.Match',
      isTrue: true,
      element: (index) => groupAt(found, search, index),
    } satisfies MatchData,
  })
