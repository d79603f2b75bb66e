import { repositoryToJson } from '../../inventory/inventory-json.ts'
import { BEHAVIOUR_CHANGES, type PlacedBehaviour } from '../../specification/diff-specifications.ts'
import { behaviourToJson } from '../../specification/specification-json.ts'
import type { Edition, SpecificationComparison } from './specification-comparison.ts'

const placedToJson = ({ domain, feature, behaviour }: PlacedBehaviour): PlacedBehaviour => ({
  domain,
  feature,
  behaviour: behaviourToJson(behaviour),
})

const editionToJson = ({ version, repository, language, writer }: Edition): Edition => ({
  version,
  repository: repositoryToJson(repository),
  language,
  writer,
})

function* list<Entry>(name: string, entries: readonly Entry[], toJson: (entry: Entry) => unknown, end: string): Generator<string> {
  yield `  "${name}": [`
  for (const [index, entry] of entries.entries()) yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(toJson(entry))}`
  yield `${entries.length === 0 ? '' : '\n  '}]${end}\n`
}

/** `testimony.specification-diff/1`, with one behaviour a line. */
export function* jsonComparison({ before, after, diff }: SpecificationComparison): Generator<string> {
  const { gained, lost, changed, unchanged } = diff
  const byChange = Object.fromEntries(
    BEHAVIOUR_CHANGES.map((change) => [change, changed.filter(({ changes }) => changes.includes(change)).length]),
  )
  const totals = { gained: gained.length, lost: lost.length, changed: changed.length, unchanged, byChange }
  yield '{\n  "schema": "testimony.specification-diff/1",\n'
  yield `  "before": ${JSON.stringify(editionToJson(before))},\n`
  yield `  "after": ${JSON.stringify(editionToJson(after))},\n`
  yield `  "totals": ${JSON.stringify(totals)},\n`
  yield* list('gained', gained, placedToJson, ',')
  yield* list('lost', lost, placedToJson, ',')
  yield* list(
    'changed',
    changed,
    ({ changes, ...pair }) => ({ changes, before: placedToJson(pair.before), after: placedToJson(pair.after) }),
    '',
  )
  yield '}\n'
}
