import assert from 'node:assert/strict'
import { test } from 'node:test'

import { cpuSeconds } from '../../runtime/testing/cpu-time.ts'
import { isOneSentence } from './one-sentence.ts'

const ROWS: readonly [text: string, isOne: boolean, ...sources: string[]][] = [
  ['Rejects an expired token with 401', true],
  ['Rejects an expired token with 401.', true],
  [' Rejects it.\n', true],
  ['Uses Node.js v20.1.0 and a.b.c', true],
  ['Sorts names, e.g. Bread before Cake', true],
  ['Tells J. Doe of it', true],
  ['Answers "No. Try again" to bots', true],
  ['Waits… then answers', true],
  ['만료된 토큰을 거부한다.', true],
  ['期限切れのトークンを拒否する。', true],
  ['Says Sorry. Try again to bots', true, 'says Sorry. Try again to bots'],
  ['Rejects an expired token. Logs it too.', false],
  ['Is it safe? It is', false],
  ['Rejects an expired token.\nLogs it', false],
  ['Rejects an expired\u2028token', false],
  ['# Rejects an expired token', false],
  ['> Rejects an expired token', false],
  ['토큰을 거부한다. 기록도 남긴다.', false],
  ['トークンを拒否する。記録する。', false],
  ['यह मना करता है। यह लिखता है।', false],
]

for (const [text, isOne, ...sources] of ROWS)
  test(`${JSON.stringify(text)} is ${isOne ? 'one sentence' : 'none, or more than one'}`, () =>
    assert.equal(isOneSentence(text, sources), isOne))

test('no text makes it slow', () => {
  const seconds = cpuSeconds(() => {
    for (const part of ['a. ', '"', '.', 'a.A ', '。a', '\ud83d']) isOneSentence(part.repeat(3000 / part.length), [part])
  })
  assert.ok(seconds < 1, `it took ${seconds} s of a processor`)
})
