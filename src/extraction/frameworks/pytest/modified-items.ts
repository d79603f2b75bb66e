/**
 * `pytest_collection_modifyitems`: the functions are run with one test after another as the only item, and what they
 * mark it with and call it is noted. Their usual question is for an option of the command line, which no text answers.
 */
import { certainEntries } from '../../evaluation/doubtful-entries.ts'
import {
  host,
  list,
  object,
  UNKNOWN,
  unknown,
  type ClosureValue,
  type HostValue,
  type ListValue,
  type ObjectValue,
  type Value,
} from '../../evaluation/value.ts'
import { instanceOf, invoke, nativeClass, type PythonHostData } from '../../languages/python/python-calls.ts'
import type { Place, TestFunction } from './collect-functions.ts'
import { markOf, marksIn, type PytestMark } from './pytest-marks.ts'

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
  ...(place.type ? [place.type.facts.name] : []),
  ...place.file.path.split('/'),
]

export interface Modification {
  /** Marks that the functions put on the test, each as uncertain as whether they do. */
  readonly marks: readonly PytestMark[]
  /** They take it out of the items for certain. */
  readonly isRemoved: boolean
  /** Whether they may give it another name. */
  readonly isRenamed: boolean
  /** The name that they leave it; undefined where that can't be told. */
  readonly name: string | undefined
}

const ITEM = nativeClass('pytest.Item')
const NAME_OF_CASE = unknown('pytest.Item.name')

/** What the functions do with a test, or with that of its cases that has this name. */
export const modifiedBy = (
  modifiers: readonly ClosureValue[],
  test: TestFunction,
  place: Place,
  marks: readonly PytestMark[],
  nameOfCase?: string,
): Modification => {
  const given = nameOfCase ?? (marks.some((mark) => mark.name === 'parametrize') ? NAME_OF_CASE : test.name)
  if (modifiers.length === 0) return { marks: [], isRemoved: false, isRenamed: false, name: typeof given === 'string' ? given : undefined }
  const { evaluator } = place.file
  const { uncertainty } = evaluator
  const added: PytestMark[] = []
  const members: Record<string, Value> = {
    ...markReaders(marks),
    add_marker: host('pytest.Item.add_marker', {
      call: ({ arguments: [marker] }) => {
        const given = markOf(marker) ? marksIn(marker) : []
        added.push(...given.map((mark) => ({ ...mark, uncertainty: evaluator.uncertainty - uncertainty })))
        return null
      },
    }),
    keywords: object(keywordsOf(test, place, marks).map((name) => [name, true] as const)),
    name: given,
    originalname: test.name,
    function: test.callee,
    cls: place.type,
    module: { kind: 'module', module: place.file.module },
  }
  const itemOf = (): ObjectValue => {
    const made = instanceOf(ITEM, evaluator)
    for (const [name, value] of Object.entries(members)) made.entries.set(name, value)
    return made
  }
  const run = (items: ListValue): void => {
    for (const modifier of modifiers)
      evaluator.onBodyAllowance(() => {
        const given: Record<string, Value> = { items }
        const values = modifier.facts.parameters.map(({ pattern }) =>
          pattern.kind === 'name' ? (given[pattern.name] ?? UNKNOWN) : UNKNOWN,
        )
        invoke(evaluator, modifier, values)
      })
  }
  const nameOf = (one: ObjectValue): Value => new Map(certainEntries(one)).get('name')
  const item = itemOf()
  const items = list([item], { birth: uncertainty })
  run(items)
  const marked = [...added]
  let name = nameOf(item)
  if (name !== given) {
    // What it is called must not hang on those before it, nor on how often it is asked.
    const later = itemOf()
    run(list([itemOf(), later], { birth: uncertainty }))
    if (nameOf(later) !== name) name = UNKNOWN
  }
  return {
    marks: marked,
    isRemoved: !items.open && !items.items.includes(item),
    isRenamed: name !== given,
    name: typeof name === 'string' ? name : undefined,
  }
}
