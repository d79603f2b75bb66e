import type { TestCase } from '../../../../inventory/inventory.ts'
import type { Statement } from '../../../facts/program.ts'
import type { CandidateFile } from '../../../framework.ts'
import { doctestOf, textOf } from '../collect-doctests.ts'
import { sybilExamples } from './sybil-examples.ts'
import type { Sybil } from './sybil-library.ts'

/** Examples of which the names aren't known. */
const UNNAMED: TestCase = { ...doctestOf('line:*,column:*', 1, 1), cases: { kind: 'dynamic' } }

/** Of blocks within blocks each is looked through. */
const LONGEST_DOCUMENT = 500_000

const docstringsIn = (statements: readonly Statement[]): string[] =>
  statements.flatMap((statement): string[] => {
    if (statement.kind === 'function') return [statement.function.docstring ?? '', ...docstringsIn(statement.function.body)]
    if (statement.kind === 'class') return [statement.class.docstring ?? '', ...docstringsIn(statement.class.body)]
    if (statement.kind === 'if') return docstringsIn([...statement.then, ...statement.else])
    return statement.kind === 'try' ? docstringsIn([...statement.body, ...statement.otherwise]) : []
  })

/** Of a module these are in its docstrings, and named by places in the source that nothing keeps. */
const isIn = ({ facts }: CandidateFile, { parsers, name }: Sybil): boolean =>
  [facts.docstring ?? '', ...docstringsIn(facts.body)].some((text) =>
    parsers ? (sybilExamples(text, parsers, name)?.length ?? 0) > 0 : text.includes('\n'),
  )

/** The examples of a document, each a test of its own; of several Sybils those of one after the other. */
export const collectSybil = (sybils: readonly Sybil[], file: CandidateFile): TestCase[] => {
  if (file.language !== 'text') return sybils.some((sybil) => isIn(file, sybil)) ? [UNNAMED] : []
  const text = textOf(file)
  if (text === null) return []
  if (text.length > LONGEST_DOCUMENT) return [UNNAMED]
  const tests: TestCase[] = []
  for (const { parsers, name } of sybils) {
    const examples = parsers && sybilExamples(text, parsers, name)
    if (parsers && !examples) return []
    tests.push(...(examples?.map((example) => doctestOf(example.name, example.line, example.endLine)) ?? [UNNAMED]))
  }
  return tests
}
