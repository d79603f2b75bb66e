/**
 * `pytest_collection_modifyitems`: the functions are run with one test after another, each between any number of items of
 * which nothing is known, so that what hangs on these, or on its place, is as uncertain. What they mark it with and call
 * it is noted. Their usual question is for an option of the command line, which no text answers.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { hasGap, isCertain, listOf, partsOf } from '../../evaluation/doubtful-items.ts'
import { certainEntries } from '../../evaluation/doubtful-entries.ts'
import {
  isUnknown,
  host,
  list,
  object,
  UNKNOWN,
  unknown,
  type ClosureValue,
  type HostValue,
  type ListValue,
  type ObjectValue,
  type Part,
  type Value,
} from '../../evaluation/value.ts'
import { instanceOf, invoke, nativeClass, type PythonHostData } from '../../languages/python/python-calls.ts'
import { EQUAL_TO_ITSELF } from '../../languages/python/python-equality.ts'
import { makePath } from '../../languages/python/library/pathlib.ts'
import { absolutePath } from '../../languages/text/repository-place.ts'
import type { Place, TestFunction } from './collect-functions.ts'
import { marksIn, type PytestMark } from './pytest-marks.ts'

export const MODIFY_ITEMS = 'pytest_collection_modifyitems'

/** A mark as plugins read it. */
export const markObject = (mark: PytestMark): HostValue =>
  host('pytest.Mark', {
    member: (member) => {
      if (member === 'name') return mark.name
      if (member === 'args') return list([...mark.arguments], { type: 'tuple', open: mark.open })
      if (member === 'kwargs') return object([...mark.keywords], { open: mark.open })
      return UNKNOWN
    },
    data: { python: 'object', name: 'Mark', isTrue: true } satisfies PythonHostData,
  })

const giving = (name: string, give: (given: Value) => Value): HostValue =>
  host(name, { call: ({ arguments: [first], keywords }) => give(first ?? keywords.get('name')) })

/** Reading the marks of a test; `marks`: nearest first. */
export const markReaders = (marks: readonly PytestMark[]): Record<string, Value> => ({
  get_closest_marker: giving('pytest.get_closest_marker', (name) => {
    if (typeof name !== 'string') return UNKNOWN
    const found = marks.find((mark) => mark.name === name)
    return found ? markObject(found) : null
  }),
  iter_markers: giving('pytest.iter_markers', (name) =>
    name !== undefined && name !== null && typeof name !== 'string'
      ? UNKNOWN
      : list(marks.filter((mark) => typeof name !== 'string' || mark.name === name).map(markObject)),
  ),
})

/** What a test is found by in `item.keywords`: its marks, its names, and those of the places around it. */
const keywordsOf = ({ name }: TestFunction, place: Place, marks: readonly PytestMark[]): string[] => [
  ...marks.map((mark) => mark.name),
  name,
  ...place.classNames,
  ...place.file.path.split('/'),
]

export interface Modification {
  /** Marks that the functions put on the test, each as uncertain as whether they do. */
  readonly marks: readonly PytestMark[]
  /** Whether they take it out of the items. */
  readonly isRemoved: 'always' | 'maybe' | 'never'
  /** Whether they may give it another name. */
  readonly isRenamed: boolean
  /** The name that they leave it; undefined where that can't be told. */
  readonly name: string | undefined
}

export interface CollectedItem {
  readonly test: TestFunction
  readonly place: Place
  /** All its marks, nearest first. */
  readonly marks: readonly PytestMark[]
  readonly fixtures: readonly string[]
  /** Undefined for one of several cases, of which any may be meant. */
  readonly name: string | undefined
}

const ITEM = nativeClass('pytest.Item')
const NODE = nativeClass('pytest.Collector')
const NAME_OF_CASE = unknown('pytest.Item.name')

const withMembers = (made: ObjectValue, members: Readonly<Record<string, Value>>): ObjectValue => {
  for (const [name, value] of Object.entries(members)) made.entries.set(name, value)
  return made
}

const newItem = (evaluator: Evaluator): ObjectValue => Object.assign(instanceOf(ITEM, evaluator), { type: EQUAL_TO_ITSELF })

/** A path as `py.path` has it. */
const pathOf = (path: string, evaluator: Evaluator): Value => {
  const base = path.slice(path.lastIndexOf('/') + 1)
  return withMembers(makePath(absolutePath(path), evaluator), {
    basename: base,
    purebasename: base.replace(/\.\w+$/, ''),
    strpath: absolutePath(path),
  })
}

interface SharedMembers {
  readonly path: string
  readonly node: string
  readonly members: Record<string, Value>
}

const sharedMembers = new WeakMap<Place, SharedMembers>()

/** What all items of a place have alike. */
const membersOf = (place: Place): SharedMembers => {
  const known = sharedMembers.get(place)
  if (known) return known
  const { file, options } = place
  const { evaluator } = file
  const { rootDirectory: root } = options
  const path = root !== '' && file.path.startsWith(`${root}/`) ? file.path.slice(root.length + 1) : file.path
  const node = [path, ...place.classNames].join('::')
  const plain = file.path.slice(file.path.lastIndexOf('/') + 1)
  const members: Record<string, Value> = {
    path: makePath(absolutePath(file.path), evaluator),
    fspath: pathOf(file.path, evaluator),
    parent: withMembers(instanceOf(NODE, evaluator), { name: place.classNames.at(-1) ?? plain, nodeid: node }),
    cls: place.type,
    module: { kind: 'module', module: file.module },
  }
  const shared = { path, node, members }
  sharedMembers.set(place, shared)
  return shared
}

/** Where an item stands, as plugins ask for it. */
const placeMembers = ({ test, place }: CollectedItem, given: Value): Record<string, Value> => {
  const { path, node, members } = membersOf(place)
  const location = typeof given === 'string' ? [...place.classNames, given].join('.') : UNKNOWN
  return {
    ...members,
    nodeid: typeof given === 'string' ? `${node}::${given}` : unknown('pytest.Item.nodeid'),
    location: list([path, UNKNOWN, location], { type: 'tuple' }),
    originalname: test.name,
    function: test.callee,
  }
}

/** What the functions do with a test, or with one of its cases. */
export const modifiedBy = (modifiers: readonly ClosureValue[], collected: CollectedItem): Modification => {
  const { name: known, test, place, marks } = collected
  if (modifiers.length === 0) return { marks: [], isRemoved: 'never', isRenamed: false, name: known }
  const given = known ?? NAME_OF_CASE
  const { evaluator } = place.file
  const { uncertainty } = evaluator
  const added: PytestMark[] = []
  const members: Record<string, Value> = {
    ...placeMembers(collected, given),
    ...markReaders(marks),
    add_marker: host('pytest.Item.add_marker', {
      call: ({ arguments: [marker] }) => {
        const isNamed = typeof marker === 'string'
        const found = isNamed ? [{ name: marker, arguments: [], keywords: new Map(), open: false }] : marksIn(marker)
        added.push(...found.map((mark) => ({ ...mark, uncertainty: evaluator.uncertainty - uncertainty })))
        return null
      },
    }),
    keywords: object(keywordsOf(test, place, marks).map((name) => [name, true] as const)),
    fixturenames: list([...collected.fixtures]),
    name: given,
  }
  const item = withMembers(newItem(evaluator), members)
  const others = (): Part => ({ item: newItem(evaluator), doubt: 'often' })
  const items = listOf([others(), { item }, others()], { birth: uncertainty })
  const session = object([['items', items]], { open: true })
  const isFollowed = modifiers.every((modifier) =>
    evaluator.onBodyAllowance(() => {
      const byName: Record<string, Value> = { items, session }
      const values = modifier.facts.parameters.map(({ pattern }) => (pattern.kind === 'name' ? (byName[pattern.name] ?? UNKNOWN) : UNKNOWN))
      invoke(evaluator, modifier, values)
    }),
  )
  const name = new Map(certainEntries(item)).get('name')
  const left = new Map(certainEntries(session)).get('items')
  return {
    marks: added,
    isRemoved: isFollowed && typeof left === 'object' && left?.kind === 'list' ? removalOf(item, left) : 'maybe',
    isRenamed: name !== given,
    name: typeof name === 'string' ? name : undefined,
  }
}

/** What may be in several places is in one of them: `items[:] = fast + slow`, where it isn't known which a test is. */
const removalOf = (item: Value, items: ListValue): Modification['isRemoved'] => {
  const there = partsOf(items).filter((part) => part.item === item || isEitherWith(part.item, item))
  if (there.some((part) => part.item === item && isCertain(part))) return 'never'
  if (there.length > 1) return 'never'
  return there.length > 0 || hasGap(items) || partsOf(items).some((part) => isUnknown(part.item)) ? 'maybe' : 'always'
}

const isEitherWith = (value: Value, item: Value): boolean =>
  typeof value === 'object' && value?.kind === 'either' && value.options.includes(item)
