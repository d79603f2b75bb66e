/** Doctests of a module: each docstring with examples, by the dotted name of what it describes. */
import type { TestCase } from '../../../inventory/inventory.ts'
import type { Statement } from '../../facts/program.ts'
import type { CandidateFile } from '../../framework.ts'
import { doctestExamples } from '../../languages/python/doctest-examples.ts'
import { importedName } from '../../languages/python/module-names.ts'
import { nameIn } from './load-conftests.ts'

const withoutTabs = (text: string): string =>
  text.includes('\t')
    ? text.replaceAll(/[^\n\r]+/g, (line) => {
        const [first = '', ...parts] = line.split('\t')
        return parts.reduce((before, part) => before + ' '.repeat(8 - ([...before].length % 8)) + part, first)
      })
    : text

/** Whether a text has examples; null where the parser refuses it, which ends the collection of the file. */
const hasExamples = (text: string): boolean | null => {
  const examples = text.includes('>>>') ? doctestExamples(withoutTabs(text)) : []
  return examples && examples.length > 0
}

export const doctestOf = (name: string, line: number, endLine: number): TestCase => ({
  id: '',
  name,
  line,
  endLine,
  status: 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: ['doctest'],
  cases: null,
})

/** What a text file holds; null where it is none. */
export const textOf = ({ facts }: CandidateFile): string | null => {
  const [statement] = facts.body
  const text = statement?.kind === 'exportDefault' && statement.value.kind === 'literal' ? statement.value.value : null
  return typeof text === 'string' ? text : null
}

/** A text file with examples is one test, by the name of the file. */
export const collectTextDoctest = (file: CandidateFile): TestCase[] => {
  const text = textOf(file)
  const { path } = file
  return text !== null && hasExamples(text) ? [doctestOf(path.slice(path.lastIndexOf('/') + 1), 1, text.trimEnd().split('\n').length)] : []
}

/** The texts of a module's `__test__`; a function or class in it is found by itself. */
const listedTexts = ({ facts, evaluator, module }: CandidateFile): { key: string; text: string; line: number }[] => {
  const statement = facts.body.find((one) => one.kind === 'declare' && one.pattern.kind === 'name' && one.pattern.name === '__test__')
  if (statement?.kind !== 'declare' || !evaluator.load(module)) return []
  const listed = nameIn(module, '__test__')
  if (typeof listed !== 'object' || listed?.kind !== 'object') return []
  return [...listed.entries].flatMap(([key, text]) =>
    typeof key === 'string' && typeof text === 'string' ? [{ key, text, line: statement.line }] : [],
  )
}

export const collectDoctests = (file: CandidateFile): TestCase[] => {
  const { path, facts, lookup } = file
  const tests: TestCase[] = []
  let isRefused = false
  const add = (name: string, docstring: string | undefined, line: number, endLine: number): void => {
    const found = hasExamples(docstring ?? '')
    isRefused ||= found === null
    if (found === true) tests.push(doctestOf(name, line, endLine))
  }
  const visit = (statements: readonly Statement[], prefix: string, depth: number): void => {
    if (depth > 20) return
    for (const statement of statements) {
      if (statement.kind === 'function') {
        const { name, docstring, line, endLine } = statement.function
        add(`${prefix}.${name}`, docstring, line, endLine)
      } else if (statement.kind === 'class') {
        const { name, docstring, line, endLine, body } = statement.class
        add(`${prefix}.${name}`, docstring, line, endLine)
        visit(body, `${prefix}.${name}`, depth + 1)
      } else if (statement.kind === 'if') {
        visit(statement.then, prefix, depth + 1)
        visit(statement.else, prefix, depth + 1)
      } else if (statement.kind === 'try') visit([...statement.body, ...statement.otherwise], prefix, depth + 1)
    }
  }
  const name = importedName(path, lookup.project)
  add(name, facts.docstring, 1, 1)
  visit(facts.body, name, 0)
  for (const { key, text, line } of listedTexts(file)) add(`${name}.__test__.${key}`, text, line, line)
  return isRefused ? [] : tests
}
