import assert from 'node:assert/strict'
import { test } from 'node:test'

import { withoutFullStop } from './full-stop.ts'

test('a sentence loses its full stop in any script, and nothing else', () => {
  const sentences: [string, string][] = [
    ['Adds numbers.', 'Adds numbers'],
    ['숫자를 더한다.', '숫자를 더한다'],
    ['数を足す。', '数を足す'],
    ['Waits…', 'Waits…'],
    ['Waits...', 'Waits...'],
    ['Asks whether it is there?', 'Asks whether it is there?'],
    ['Users log in. They see a page.', 'Users log in. They see a page'],
    ['Says "no."', 'Says "no."'],
    ['Takes .', 'Takes .'],
    ['', ''],
  ]
  for (const [sentence, without] of sentences) assert.equal(withoutFullStop(sentence), without)
})
