/** What the fixtures that a test uses say of its status: one that skips when it is set up skips the test. */
import { gaps } from '../../evaluation/scope.ts'
import { doubted } from '../../languages/python/python-classes.ts'
import type { Place } from './collect-functions.ts'
import type { FixtureDefinition, FixtureTable } from './fixture-closure.ts'
import { statusOfBody, type TestStatus } from './test-status.ts'

/** The definition that is set up for a name, and those that it overrides and asks for. */
const definitionsUsed = ({ byName }: FixtureTable, name: string): FixtureDefinition[] => {
  const used: FixtureDefinition[] = []
  for (const definition of (byName.get(name) ?? []).toReversed()) {
    used.push(definition)
    if (!definition.argumentNames.includes(name)) break
  }
  return used
}

const saysNothing = ({ status, isConditional }: TestStatus): boolean => status === 'active' && !isConditional

/** Names whose definitions are all known to say nothing, whoever asks. */
const silent = new WeakMap<FixtureTable, Set<string>>()

/** `direct`: names that are given values instead. What says nothing is left out. */
export const statusesOfFixtures = (names: readonly string[], direct: ReadonlySet<string>, place: Place, birth: number): TestStatus[] => {
  const { file, fixtures, generators, type } = place
  // What generators give values for isn't set up either.
  const mayBeGiven = generators.first.length + generators.last.length > 0
  const quiet = silent.get(fixtures) ?? new Set<string>()
  silent.set(fixtures, quiet)
  return names.flatMap((name) => {
    if (direct.has(name) || quiet.has(name)) return []
    const before = gaps.count
    let isSameForAll = true
    const statuses = definitionsUsed(fixtures, name).flatMap((definition) => {
      const [first] = definition.function.facts.parameters
      const isMethod = first?.pattern.kind === 'name' && first.pattern.name === 'self'
      if (isMethod) isSameForAll = false
      const status = statusOfBody(definition.function, isMethod ? type : null, file.evaluator)
      return saysNothing(status) ? [] : [mayBeGiven || definition.uncertainty > birth ? doubted(status) : status]
    })
    if (statuses.length === 0 && isSameForAll && gaps.count === before) quiet.add(name)
    return statuses
  })
}
