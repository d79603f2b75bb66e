/** What loops and spreads go through: lists, texts, maps, generators, and whatever says by itself how it is gone through. */
import { callFunction } from '../../evaluation/calls.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { classMember, readMember } from '../../evaluation/members.ts'
import type { Iteration } from '../../evaluation/semantics.ts'
import { type ClosureValue, type ListValue, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { entriesOf } from './list-methods.ts'
import { entriesToCome, partsToCome } from './parts-to-come.ts'
import { exportsOf } from './module-exports.ts'
import { LANGUAGE_SYMBOLS, symbolName } from './symbols.ts'
import { truthiness } from './truthiness.ts'

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

/** The function that gives what goes through an object: its own, or that of its class. */
const iteratorOf = (target: ObjectValue, evaluator: Evaluator): ClosureValue | null => {
  const own = target.entries.get(LANGUAGE_SYMBOLS['iterator'])
  if (isClosure(own)) return own
  const { prototype } = target
  const inherited =
    typeof prototype === 'object' && prototype?.kind === 'class' ? classMember(evaluator, prototype, symbolName('iterator')) : undefined
  return typeof inherited === 'object' && inherited?.kind === 'closure' ? inherited : null
}

const called = (evaluator: Evaluator, callee: ClosureValue, receiver: Value): Value =>
  callFunction(
    evaluator,
    { ...callee, receiver },
    { arguments: [], keywords: new Map(), open: false, receiver, site: null, module: callee.module },
  )

const MOST_ITEMS = 10_000

/** All that an object gives whose `next` is asked again and again. */
const takenFrom = (iterator: Value, evaluator: Evaluator): Iteration | undefined => {
  if (typeof iterator !== 'object' || iterator?.kind !== 'object') return undefined
  const next = iterator.entries.get('next')
  if (!isClosure(next)) return undefined
  const items: Value[] = []
  for (let count = 0; count < MOST_ITEMS; count++) {
    evaluator.step()
    const result = called(evaluator, next, iterator)
    const isDone = truthiness(readMember(evaluator, result, 'done'))
    if (isDone) return { items, open: false }
    if (isDone === undefined) return { items, open: true }
    items.push(readMember(evaluator, result, 'value'))
  }
  return { items, open: true }
}

/** What is left of a list; a generator gives each thing once. */
const leftOf = (value: ListValue, evaluator: Evaluator): Iteration => {
  if (value.generator === undefined) return { items: [...value.items], open: value.open, toCome: () => partsToCome(value) }
  evaluator.changes.noteContents(value)
  const items = value.items.slice(value.taken ?? 0)
  // Where all of its items were taken it isn't known what is left of the rest.
  const open = value.taken === undefined || items.length > 0 ? value.open : value.open !== false
  value.taken = value.items.length
  return { items, open }
}

const iterateObject = (value: ObjectValue, evaluator: Evaluator): Iteration | undefined => {
  const iterator = iteratorOf(value, evaluator)
  if (!iterator) return undefined
  const given = called(evaluator, iterator, value)
  return typeof given === 'object' && given?.kind === 'list' ? leftOf(given, evaluator) : takenFrom(given, evaluator)
}

export const iterate = (value: Value, binds: 'values' | 'keys' | 'entries', evaluator: Evaluator): Iteration | undefined => {
  if (typeof value === 'string') {
    const characters = [...value]
    return { items: binds === 'keys' ? characters.map((_character, index) => String(index)) : characters, open: false }
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (value.kind === 'module' && evaluator.load(value.module)) {
    // A file of JSON, and what a CommonJS module gives.
    const { module } = value
    const isJson = module.facts?.language === 'json'
    if (!isJson && (module.exports.size > 0 || (value.isNamespace && binds !== 'values'))) return undefined
    const given = isJson ? module.exports.get('default')?.() : exportsOf(module)
    return evaluator.deeper(() => iterate(given, binds, evaluator), undefined)
  }
  if (value.kind === 'list' && binds === 'values') return leftOf(value, evaluator)
  if (value.kind === 'object' && binds === 'values' && value.type !== 'Map') return iterateObject(value, evaluator)
  if (value.kind === 'object' || (value.kind === 'list' && binds === 'keys')) {
    const isMap = value.kind === 'object' && value.open === false && binds === 'values'
    const items = entriesOf(value, binds === 'keys' ? 'keys' : 'entries', evaluator)
    return typeof items === 'object' && items?.kind === 'list'
      ? { items: items.items, open: items.open, ...(isMap ? { toCome: () => entriesToCome(value) } : {}) }
      : undefined
  }
  return undefined
}

/** `next()` of a generator. What it returns at its end isn't known. */
export const nextOf = (generator: ListValue): Value => {
  const at = generator.taken ?? 0
  if (at >= generator.items.length)
    return generator.open
      ? UNKNOWN
      : object([
          ['value', UNKNOWN],
          ['done', true],
        ])
  generator.taken = at + 1
  return object([
    ['value', generator.items[at]],
    ['done', false],
  ])
}
