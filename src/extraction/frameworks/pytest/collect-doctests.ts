/** Doctests of a module: each docstring with examples, by the dotted name of what it describes. */
import type { TestCase } from '../../../inventory/inventory.ts'
import type { Statement } from '../../facts/program.ts'
import type { CandidateFile } from '../../framework.ts'

const EXAMPLE = /^[ \t]*>>> ?\S/m

/** The module's name by which it is imported: from the first directory up that is no package. */
export const importedName = (path: string, has: (path: string) => boolean): string => {
  const parts = path.replace(/\.py$/, '').split('/')
  let start = parts.length - 1
  while (start > 0 && has(`${parts.slice(0, start).join('/')}/__init__.py`)) start--
  const name = parts.slice(start)
  if (name.length > 1 && name.at(-1) === '__init__') name.pop()
  return name.join('.')
}

export const collectDoctests = ({ path, facts, lookup }: CandidateFile): TestCase[] => {
  const tests: TestCase[] = []
  const add = (name: string, docstring: string | undefined, line: number, endLine: number): void => {
    if (docstring === undefined || !EXAMPLE.test(docstring)) return
    tests.push({ id: '', name, line, endLine, status: 'active', statusFrom: 'own', modifiers: [], tags: ['doctest'], cases: null })
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
  const name = importedName(path, (file) => lookup.has(file))
  add(name, facts.docstring, 1, 1)
  visit(facts.body, name, 0)
  return tests
}
