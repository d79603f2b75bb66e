/** What a test reads of an inventory of pytest's: names of tests with their status, modifiers and reason. */
import type { Suite, TestCase } from '../../inventory/inventory.ts'
import { linkTexts } from './link-texts.ts'

export const marksOf = (group: { suites: Suite[]; tests: TestCase[] }): string[] => [
  ...group.tests.map(({ name, status, modifiers, reason }) => [name, status, ...modifiers, ...(reason ? [`(${reason})`] : [])].join(' ')),
  ...group.suites.flatMap(marksOf),
]

/** Of a repository that pytest runs. */
export const listedMarks = (files: Record<string, string>): string[] =>
  linkTexts({ 'pytest.ini': '[pytest]\n', ...files }).files.flatMap((file) => marksOf(file))
