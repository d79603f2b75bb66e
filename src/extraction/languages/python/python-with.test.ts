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
  const inElse = text.replace(
    '  try:\n    yield\n  HANDLER',
    '  for _ in ():\n    pass\n  else:\n    try:\n      yield\n    except KeyError: pass',
  )
  assert.equal(reprAfter(inElse), undefined)
})

const generatorThat = (body: string): string =>
  `import contextlib\nfrom contextlib import contextmanager\nseen = []\n@contextmanager\ndef manager(name='it'):\n${body}\n`
const PLAIN = generatorThat("  seen.append('enter ' + name)\n  yield name + '!'\n  seen.append('leave ' + name)")

test('of a generator that is a manager the block comes at the yield', () => {
  const rows: [string, string | undefined][] = [
    [`${PLAIN}with manager():\n  seen.append('body')\nx = seen`, "['enter it', 'body', 'leave it']"],
    [`${PLAIN}with manager('a') as a, manager('b'):\n  seen.append(a)\nx = seen`, "['enter a', 'enter b', 'a!', 'leave b', 'leave a']"],
    [`${PLAIN}with manager('a'):\n  with manager('b'):\n    x = list(seen)`, "['enter a', 'enter b']"],
    [`${PLAIN}try:\n  with manager():\n    raise KeyError\nexcept KeyError:\n  x = seen`, "['enter it']"],
    [`${PLAIN}def f():\n  with manager():\n    return len(seen)\nx = (f(), seen)`, "(1, ['enter it', 'leave it'])"],
    [`${PLAIN.replace('@contextmanager', '@contextlib.contextmanager')}with manager():\n  x = list(seen)`, "['enter it']"],
  ]
  for (const [text, expected] of rows) assert.equal(reprAfter(text), expected, text)
  const ending = generatorThat("  try:\n    seen.append('enter')\n    yield\n    seen.append('well')\n  finally:\n    seen.append('leave')")
  assert.equal(reprAfter(`${ending}with manager(): seen.append('body')\nx = seen`), "['enter', 'body', 'well', 'leave']")
  assert.equal(
    reprAfter(`${ending}try:\n  with manager(): raise KeyError\nexcept KeyError: seen.append('caught')\nx = seen`),
    "['enter', 'leave', 'caught']",
  )
})

test('what such a generator does only may happen where it isn’t seen when', () => {
  for (const text of [
    `${PLAIN}one = manager()\nx = seen`,
    `${PLAIN}with contextlib.ExitStack() as stack:\n  stack.enter_context(manager())\nx = seen`,
    `${generatorThat("  seen.append('enter')\n  if name: yield 1\n  else: yield 2")}with manager():\n  x = seen`,
    `${generatorThat("  seen.append('enter')\n  for one in name: yield one")}with manager():\n  x = seen`,
  ])
    assert.equal(reprAfter(text), undefined, text)
})
