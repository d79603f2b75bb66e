import type { Specification } from '../../specification/specification.ts'
import { specificationToJson } from '../../specification/specification-json.ts'

/** Entries of an array, with what stands between them. */
function* separated<Entry>(entries: readonly Entry[], write: (entry: Entry) => Iterable<string>): Generator<string> {
  for (const [index, entry] of entries.entries()) {
    yield index === 0 ? '\n' : ',\n'
    yield* write(entry)
  }
}

/**
 * The public contract `testimony.specification/1`, with one behaviour a line: a stream, however large, that line tools
 * can compare. Lone surrogates are written as escapes, so what comes out is always UTF-8.
 */
export function* jsonSpecification(given: Specification): Generator<string> {
  const { domains, ...head } = specificationToJson(given)
  yield '{\n'
  for (const [key, value] of Object.entries(head)) yield `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`
  yield '  "domains": ['
  yield* separated(domains, function* ({ name, features }) {
    yield `    { "name": ${JSON.stringify(name)}, "features": [`
    yield* separated(features, function* (feature) {
      yield `      { "name": ${JSON.stringify(feature.name)}, "behaviours": [`
      yield* separated(feature.behaviours, function* (behaviour) {
        yield `        ${JSON.stringify(behaviour)}`
      })
      yield feature.behaviours.length === 0 ? '] }' : '\n      ] }'
    })
    yield features.length === 0 ? '] }' : '\n    ] }'
  })
  yield domains.length === 0 ? ']\n}\n' : '\n  ]\n}\n'
}
