import type { FileFacts, Statement } from '../../facts/program.ts'
import { importedNames } from './imported-names.ts'
import { documentationAt } from './python-documentation.ts'
import { parseStatements, type PythonReading } from './python-statements.ts'
import { END, tokenizePython } from './python-tokens.ts'
import { kindAt } from './token-cursor.ts'

/** Words without one of which no Python file declares tests, whatever its functions are called. */
const VOCABULARY = /test|spec|check|should|describe|fixture|>>>/i

/**
 * The facts of a Python file. It is read by a parser of its own, since asking a native parser for each node of a
 * parameter table costs more than reading the table (docs/adr/0002).
 */
export const lowerPython = (text: string): FileFacts => {
  const tokens = tokenizePython(text)
  const reading: PythonReading = { tokens, at: 0, depth: 0, faults: [...tokens.faults], outerNames: null }
  const body: Statement[] = []
  while (kindAt(reading) !== END) {
    parseStatements(reading, body)
    // A dedent without its indent: the block it ended could not be read.
    if (kindAt(reading) !== END) reading.at++
  }
  const documentation = documentationAt(tokens, 0)
  return {
    ...(documentation === undefined ? {} : { docstring: documentation }),
    language: 'python',
    body,
    imports: importedNames(body),
    vocabulary: VOCABULARY.test(text),
    syntaxErrors: [...new Map(reading.faults.map((fault) => [fault.line, fault])).values()].toSorted((a, b) => a.line - b.line),
  }
}
