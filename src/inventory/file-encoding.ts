/**
 * All that an analysis says of one file, internal fields too, as text: equal files have equal text, whatever the order
 * in which their fields were set. It is what is stored, and its digest is what it is stored under.
 */
import { hash } from 'node:crypto'

import type { Cases, FileInventory, Suite, TestCase } from './inventory.ts'

const orderedCases = (cases: Cases | null): Cases | null => {
  if (cases === null) return null
  return cases.kind === 'listed' ? { kind: cases.kind, names: cases.names } : { kind: cases.kind }
}

// An absent field and an undefined one give the same JSON.
const orderedTest = (test: TestCase) => ({
  id: test.id,
  name: test.name,
  line: test.line,
  endLine: test.endLine,
  status: test.status,
  statusFrom: test.statusFrom,
  reason: test.reason,
  modifiers: test.modifiers,
  tags: test.tags,
  declaredAt: test.declaredAt && { path: test.declaredAt.path, line: test.declaredAt.line },
  cases: orderedCases(test.cases),
  bodyDigest: test.bodyDigest,
  assertions: test.assertions,
})

const orderedSuite = (suite: Suite): object => ({
  name: suite.name,
  line: suite.line,
  endLine: suite.endLine,
  status: suite.status,
  suites: suite.suites.map(orderedSuite),
  tests: suite.tests.map(orderedTest),
})

export const encodeFile = (file: FileInventory): string =>
  JSON.stringify({
    path: file.path,
    language: file.language,
    framework: file.framework,
    detectedBy: file.detectedBy,
    suites: file.suites.map(orderedSuite),
    tests: file.tests.map(orderedTest),
    imports: file.imports,
  })

/** Only of what `encodeFile` gave. */
export const decodeFile = (text: string): FileInventory => JSON.parse(text) as FileInventory // its inverse

/** 40 hexadecimal digits. */
export const digestOfEncodedFile = (text: string): string => hash('sha256', text, 'hex').slice(0, 40)

export const digestOfFile = (file: FileInventory): string => digestOfEncodedFile(encodeFile(file))
