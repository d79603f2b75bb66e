/** What plugins and conftests bring to the files under them: made once for all files that have the same ones around them. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { gaps } from '../../evaluation/scope.ts'
import type { ClosureValue, Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { moduleNames, type NamedValue } from '../../languages/python/named-values.ts'
import { EMPTY_FIXTURES, type FixtureTable, withFixtures } from './fixture-closure.ts'
import { MODIFY_ITEMS } from './modified-items.ts'
import { MAKE_ID } from './parameter-id-hooks.ts'
import { type FixtureDeclaration, fixtureOf } from './pytest-library.ts'

export interface Surroundings {
  readonly fixtures: FixtureTable
  /** Hooks that mark what was collected, as they are called. */
  readonly modifiers: readonly ClosureValue[]
  /** Hooks that name parameters, as they are called: the nearest first. */
  readonly idHooks: readonly ClosureValue[]
}

/** And those that come of it with one more module. */
interface KnownSurroundings extends Surroundings {
  readonly inner: Map<ModuleInstance, KnownSurroundings>
}

const OUTERMOST = new WeakMap<Evaluator, KnownSurroundings>()

export const fixturesIn = (names: readonly NamedValue[]): [string, FixtureDeclaration][] =>
  names.flatMap(({ name, value }): [string, FixtureDeclaration][] => {
    const fixture = fixtureOf(value)
    return fixture ? [[name, fixture]] : []
  })

/** The function that a hook's name stands for. */
export const hookOf = (value: Value): ClosureValue[] => (typeof value === 'object' && value?.kind === 'closure' ? [value] : [])

const withModule = (outer: Surroundings, module: ModuleInstance, file: CandidateFile): KnownSurroundings => {
  const names = moduleNames(module, file)
  if (file.evaluator.budget.isLookingAhead) return { ...outer, inner: new Map() }
  const hooks = (hook: string): ClosureValue[] => names.flatMap(({ name, value }) => (name === hook ? hookOf(value) : []))
  return {
    fixtures: withFixtures(outer.fixtures, fixturesIn(names), false),
    modifiers: [...outer.modifiers, ...hooks(MODIFY_ITEMS)],
    idHooks: [...hooks(MAKE_ID), ...outer.idHooks],
    inner: new Map(),
  }
}

/** `modules` have run; plugins first, then conftests from the outside in. */
export const surroundingsOf = (modules: readonly ModuleInstance[], file: CandidateFile): Surroundings => {
  let found: KnownSurroundings = OUTERMOST.get(file.evaluator) ?? { fixtures: EMPTY_FIXTURES, modifiers: [], idHooks: [], inner: new Map() }
  OUTERMOST.set(file.evaluator, found)
  for (const module of modules) {
    const before = gaps.count
    const inner = found.inner.get(module) ?? withModule(found, module, file)
    // What hangs on a file that isn't read yet, or on what this file's allowance was too small for, is no other file's answer.
    if (gaps.count === before && gaps.unread === 0) found.inner.set(module, inner)
    found = inner
  }
  return found
}
