/** Which fixtures a test uses, in pytest's order: requested ones depth first, those of wider scope before. */
import type { ClosureValue, Value } from '../../evaluation/value.ts'
import { givenParameters } from '../../languages/python/library/hypothesis.ts'
import { realFunction } from '../../languages/python/real-function.ts'
import type { FixtureDeclaration } from './pytest-library.ts'

export interface FixtureDefinition extends FixtureDeclaration {
  readonly requested: string
  readonly argumentNames: readonly string[]
}

/** Fixtures by name, from the least to the most specific place; places from the outside in. */
export interface FixtureTable {
  readonly byName: ReadonlyMap<string, readonly FixtureDefinition[]>
  readonly autouse: readonly string[]
}

export const EMPTY_FIXTURES: FixtureTable = { byName: new Map(), autouse: [] }

/** Names of parameters that have to be given: what pytest takes for fixtures. `isMethod`: the first is the instance. */
export const requestedNames = (callee: ClosureValue, isMethod: boolean): string[] => {
  const real = realFunction(callee)
  const names = real.facts.parameters.flatMap((parameter) =>
    parameter.rest || parameter.positionalOnly || parameter.default || parameter.pattern.kind !== 'name' ? [] : [parameter.pattern.name],
  )
  // Where anything is positional only, the instance is, and so has gone already.
  const isFirstGiven = isMethod && !real.facts.static && !real.facts.parameters.some(({ positionalOnly }) => positionalOnly)
  const requested = isFirstGiven ? names.slice(1) : names
  const given = givenParameters(callee, requested)
  return requested.filter((name) => !given.has(name))
}

/** Fixtures that anyio's plugin builds upon the one that it has a backend of. */
const ANYIO_FIXTURES: Readonly<Record<string, readonly string[]>> = {
  anyio_backend_name: ['anyio_backend'],
  anyio_backend_options: ['anyio_backend'],
}

/** The table with the fixtures of one more place in it. */
export const withFixtures = (outer: FixtureTable, members: Iterable<[string, FixtureDeclaration]>, isClass: boolean): FixtureTable => {
  const declared = [...members].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  if (declared.length === 0) return outer
  const byName = new Map(outer.byName)
  const autouse = [...outer.autouse]
  for (const [member, fixture] of declared) {
    const requested = fixture.name ?? member
    byName.set(requested, [
      ...(byName.get(requested) ?? []),
      { ...fixture, requested, argumentNames: requestedNames(fixture.function, isClass) },
    ])
    if (fixture.isAutouse) autouse.push(requested)
  }
  return { byName, autouse }
}

const SCOPES = ['function', 'class', 'module', 'package', 'session']

const scopeRank = (scope: Value): number => (typeof scope === 'string' ? Math.max(0, SCOPES.indexOf(scope)) : 0)

/** Names of all fixtures used. `direct`: those that the test's own parameters stand for. */
export const fixtureClosure = (table: FixtureTable, initial: readonly string[], direct: ReadonlySet<string>): string[] => {
  const names: string[] = []
  const indexes = new Map<string, number>()
  const visit = (name: string): void => {
    const known = indexes.get(name)
    if (known === -1) return
    if (known === undefined) {
      names.push(name)
      indexes.set(name, -1)
    }
    const definitions = direct.has(name) ? [] : (table.byName.get(name) ?? [])
    const index = indexes.get(name) ?? -1
    const definition = definitions.at(index)
    if (!definition && !direct.has(name)) for (const dependency of ANYIO_FIXTURES[name] ?? []) visit(dependency)
    if (!definition || -index > definitions.length) return
    indexes.set(name, index - 1)
    for (const dependency of definition.argumentNames) visit(dependency)
    indexes.set(name, index)
  }
  for (const name of initial) visit(name)
  const rank = (name: string): number => (direct.has(name) ? 0 : scopeRank(table.byName.get(name)?.at(-1)?.scope ?? 'function'))
  return names
    .map((name, index) => ({ name, index, rank: rank(name) }))
    .toSorted((a, b) => b.rank - a.rank || a.index - b.index)
    .map(({ name }) => name)
}

/** The definition of a fixture that brings parameters, if any: the closest, or what it overrides and asks for. */
export const parametrizedDefinition = (table: FixtureTable, name: string): FixtureDefinition | undefined => {
  for (const definition of (table.byName.get(name) ?? []).toReversed()) {
    if (definition.params !== null) return definition
    if (!definition.argumentNames.includes(name)) return undefined
  }
  return undefined
}
