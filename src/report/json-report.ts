import { diagnosticToJson, fileToJson, repositoryToJson, totalsToJson } from '../inventory/inventory-json.ts'
import type { Inventory } from '../inventory/inventory.ts'

/** The entries of an array, one a line. */
function* arrayLines(name: string, entries: Iterable<string>, end: string): Generator<string> {
  let open = false
  for (const entry of entries) {
    yield open ? `,\n    ${entry}` : `  "${name}": [\n    ${entry}`
    open = true
  }
  yield open ? `\n  ]${end}\n` : `  "${name}": []${end}\n`
}

function* map<From, To>(entries: Iterable<From>, change: (entry: From) => To): Generator<To> {
  for (const entry of entries) yield change(entry)
}

/**
 * The public contract `testimony.inventory/1`, with one file or diagnostic a line: a stream, however large, that line
 * tools can compare. Lone surrogates are written as escapes, so what comes out is always UTF-8.
 */
export function* jsonReport(inventory: Inventory): Generator<string> {
  yield '{\n'
  yield `  "schema": ${JSON.stringify(inventory.schema)},\n`
  yield `  "repository": ${JSON.stringify(repositoryToJson(inventory.repository))},\n`
  yield `  "extractor": ${JSON.stringify({ version: inventory.extractor.version })},\n`
  yield `  "totals": ${JSON.stringify(totalsToJson(inventory.totals))},\n`
  yield* arrayLines(
    'files',
    map(inventory.files, (file) => JSON.stringify(fileToJson(file))),
    ',',
  )
  yield* arrayLines(
    'diagnostics',
    map(inventory.diagnostics, (diagnostic) => JSON.stringify(diagnosticToJson(diagnostic))),
    '',
  )
  yield '}\n'
}
