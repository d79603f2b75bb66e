import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'

import { cpuSeconds } from '../../runtime/testing/cpu-time.ts'
import { readAnswer } from './read-answer.ts'

const schema = z.object({ summary: z.string() })

const READ: readonly [text: string, summary: string | undefined][] = [
  ['{"summary":"a"}', 'a'],
  ['Sure!\n```json\n{"summary":"a"}\n```', 'a'],
  ['<think>{"summary": 5} or {x}</think> {"summary":"a"} {"summary":"b"}', 'a'],
  ['{"summary":"with } and \\" and {"}', 'with } and " and {'],
  ['{ not closed {"summary":"a"}', 'a'],
  ['{"more":{"summary":"inner"}}', undefined],
  ['{"summary":"a"', undefined],
  ['[{"summary":"a"}]', 'a'],
  ['', undefined],
  ['null', undefined],
]

for (const [text, summary] of READ) {
  test(`${JSON.stringify(text)} is read as ${summary ?? 'nothing'}`, () => {
    assert.equal(readAnswer(schema, text)?.summary, summary)
  })
}

test('megabytes of brackets are given up soon', () => {
  const seconds = cpuSeconds(() => {
    assert.equal(readAnswer(schema, '{'.repeat(2 ** 20)), undefined)
    assert.equal(readAnswer(schema, '{"'.repeat(2 ** 19)), undefined)
  })
  assert.ok(seconds < 5, `it took ${seconds} s of a processor`)
})
