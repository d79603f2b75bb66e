import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprAfter } from './testing/evaluate-python.ts'

const managerThat = (exit: string): string => `
seen = []
class Manager:
  def __enter__(self):
    seen.append('enter')
    return self
  def __exit__(self, *what):
    seen.append('exit')
    ${exit}
`

test('a manager is entered before the body and left after it', () => {
  const text = managerThat('pass')
  assert.equal(reprAfter(`${text}with Manager():\n  seen.append('body')\nx = seen`), "['enter', 'body', 'exit']")
  assert.equal(reprAfter(`${text}with Manager() as one:\n  seen.append('body')\nx = seen`), "['enter', 'body', 'exit']")
})

test('what the body raises ends what is around, but where the manager swallows it', () => {
  const raising = "x = 1\nwith Manager():\n  raise KeyError\n  x = 2\nx = 3 if x == 1 else 'went on'"
  assert.equal(reprAfter(managerThat('return True') + raising), '3')
  assert.equal(reprAfter(managerThat('return False') + raising), '1')
  assert.equal(reprAfter(managerThat('pass') + raising), '1')
  // Raised by what the body calls, where a `try` is around.
  const called = 'x = 1\ntry:\n  with Manager():\n    issubclass(1, int)\n    x = 2\n  x += 5\nexcept TypeError:\n  pass\n'
  assert.equal(reprAfter(managerThat('return True') + called), '6')
})

test('what comes after a body that raises may come where the manager may catch', () => {
  const text =
    'from contextlib import contextmanager\n@contextmanager\ndef manager():\n  try:\n    yield\n  HANDLER\nx = 1\nwith manager():\n  raise KeyError\nx = 2\n'
  assert.equal(reprAfter(text.replace('HANDLER', 'except KeyError: pass')), undefined)
  assert.equal(reprAfter(text.replace('HANDLER', 'finally: print()')), '1')
})
