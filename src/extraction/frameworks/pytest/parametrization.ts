/** What `parametrize` and fixtures' `params` make of a test: sets of parameters, multiplied. */
import { hasGap, isCertain, listOf, partsOf, turnsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { iterate } from '../../languages/python/python-iteration.ts'
import { HIDDEN, type IdOptions, parameterIds } from './parameter-ids.ts'
import { type ParameterSet, parameterSetOf } from './pytest-library.ts'
import type { PytestMark } from './pytest-marks.ts'

export interface Case {
  /** Null where its name can't be told. */
  ids: readonly string[] | null
  marks: readonly PytestMark[]
  /** It may not be there. */
  isDoubtful?: true
}

export interface ParametrizeCall {
  readonly names: Value
  readonly values: Value
  readonly ids: Value
  readonly indirect: Value
}

/** `'a, b'` or a list of names; undefined where it isn't known. One name without a comma takes values as they are. */
export const argumentNames = (names: Value, evaluator: Evaluator): { names: string[]; isSingle: boolean } | undefined => {
  if (typeof names === 'string') {
    const split = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    return { names: split, isSingle: split.length === 1 && !names.trimEnd().endsWith(',') }
  }
  const known = iterate(names, evaluator)
  if (!known || known.open || !known.items.every((item) => typeof item === 'string')) return undefined
  return { names: known.items.map(String), isSingle: false }
}

/** Skipped by pytest itself: a table without rows. */
const EMPTY_MARK: PytestMark = {
  name: 'skip',
  arguments: [],
  keywords: new Map([['reason', 'got empty parameter set']]),
  open: false,
  uncertainty: 0,
}

const parameterSets = (values: Value, isSingle: boolean, evaluator: Evaluator): ParameterSet[] | undefined => {
  const known = turnsOf(evaluator, values)
  if (!known || hasGap(known)) return undefined
  const none: ParameterSet = { values: [], id: 'NOTSET', marks: [EMPTY_MARK], open: false }
  const all = partsOf(known)
  if (all.length === 0) return [none]
  // Any number, none too: nothing is known of it.
  if (all.every(({ doubt }) => doubt === 'often')) return undefined
  const setOf = (item: Value): ParameterSet => {
    const given = parameterSetOf(item)
    if (given) return given
    if (isSingle) return { values: [item], id: null, marks: [], open: false }
    const parts = iterate(item, evaluator)
    return { values: parts?.items ?? [], id: null, marks: [], open: !parts || parts.open !== false }
  }
  const sets = all.map(({ item, doubt }) => (doubt ? { ...setOf(item), doubt } : setOf(item)))
  return !all.some(isCertain) ? [...sets, { ...none, doubt: 'once' }] : sets
}

/** The cases so far multiplied by one more call; undefined where they can't be told. */
export const parametrize = (cases: readonly Case[] | null, call: ParametrizeCall, options: IdOptions): Case[] | undefined => {
  const names = argumentNames(call.names, options.evaluator)
  if (!names) return undefined
  const sets = parameterSets(call.values, names.isSingle, options.evaluator)
  const named = sets && parameterIds(sets, names.names, materialized(call.ids, options.evaluator), options)
  if (!named) return undefined
  const result: Case[] = []
  for (const former of cases ?? [{ ids: [], marks: [] }]) {
    if (result.length > CASE_LIMIT) return undefined
    for (const { set, id } of named) {
      const told = set.doubt === 'often' || id === undefined ? null : former.ids
      const ids = told === null || id === undefined || id === HIDDEN ? told : [...told, id]
      const isDoubtful = former.isDoubtful ?? set.doubt !== undefined
      result.push({ ids, marks: [...former.marks, ...set.marks], ...(isDoubtful ? { isDoubtful } : {}) })
    }
  }
  return result
}

const CASE_LIMIT = 200_000

/** Ids given as a tuple, a generator or a dictionary's view are a list of them. */
const materialized = (ids: Value, evaluator: Evaluator): Value => {
  if (typeof ids !== 'object' || ids === null || ids.kind === 'closure' || ids.kind === 'host' || ids.kind === 'class') return ids ?? null
  const known = iterate(ids, evaluator)
  return known ? listOf(partsOf(known)) : ids
}
