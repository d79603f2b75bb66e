/** What the fixtures that a test uses say of its status: one that skips when it is set up skips the test. */
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

/** `direct`: names that are given values instead. */
export const statusesOfFixtures = (names: readonly string[], direct: ReadonlySet<string>, place: Place, birth: number): TestStatus[] => {
  const { file, fixtures, generators, type } = place
  // What generators give values for isn't set up either.
  const mayBeGiven = generators.first.length + generators.last.length > 0
  return names.flatMap((name) =>
    direct.has(name)
      ? []
      : definitionsUsed(fixtures, name).map((definition) => {
          const [first] = definition.function.facts.parameters
          const isMethod = first?.pattern.kind === 'name' && first.pattern.name === 'self'
          const status = statusOfBody(definition.function, isMethod ? type : null, file.evaluator)
          return mayBeGiven || definition.uncertainty > birth ? doubted(status) : status
        }),
  )
}
