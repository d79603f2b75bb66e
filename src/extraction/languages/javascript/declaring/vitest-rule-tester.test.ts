import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../../testing/link-texts.ts'

const listed = (text: string): string[] =>
  testsIn(`import { createRuleTester, run, runClassic } from 'eslint-vitest-rule-tester'\nimport given from 'elsewhere'\n${text}`)

describe("Vitest's rule tester declares", () => {
  const table: [what: string, text: string, expected: string[]][] = [
    [
      'a numbered test a case',
      "run({ name: 'r', valid: ['a', { code: 'b' }], invalid: [{ code: 'c', description: 'd' }] })",
      ['r > valid > Valid #0: a', 'r > valid > Valid #1: b', 'r > invalid > Invalid #0: d'],
    ],
    [
      'cases with their marks',
      "run({ name: 'r', valid: [{ code: 'a', skip: true, only: true }, { code: 'b', only: true }, { code: 'c', skip: given }] })",
      ['r > valid > Valid #0: a [skipped]', 'r > valid > Valid #1: b [focused]', 'r > valid > Valid #2: c [conditional]'],
    ],
    ['no suite of no cases', "run({ valid: [], invalid: ['a'] })", ['rule-to-test > invalid > Invalid #0: a']],
    ['a rule by its first argument', "runClassic('r', given, { valid: ['a'] })", ['r > valid > Valid #0: a']],
    ['a rule by the name in its options', "runClassic('r', given, { valid: ['a'] }, { name: 's' })", ['s > valid > Valid #0: a']],
    ['what a tester runs', "createRuleTester({ name: 'r' }).run({ invalid: ['a'] })", ['r > invalid > Invalid #0: a']],
    ['a case whose code is not known', "run({ name: 'r', valid: [{ code: given }] })", ['r > valid > Valid #0: ${code}']],
    [
      'cases whose number is not known',
      "run({ name: 'r', valid: [...given, 'a'] })",
      ['r > valid > Valid #${index}: ${code} = ?', 'r > valid > Valid #${index}: a'],
    ],
    [
      'a case that may not be there',
      "run({ name: 'r', valid: ['a', ...(given ? ['b'] : []), 'c'] })",
      ['r > valid > Valid #0: a', 'r > valid > Valid #${index}: b [conditional]', 'r > valid > Valid #${index}: c'],
    ],
    ['cases that are not known', "run({ name: 'r', valid: given })", ['r > valid > Valid #${index}: ${code} = ?']],
  ]
  for (const [what, text, expected] of table) it(what, () => assert.deepEqual(listed(text), expected))
})
