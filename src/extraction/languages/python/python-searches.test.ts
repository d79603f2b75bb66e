import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, reprAfter } from './testing/evaluate-python.ts'

test('a path that is here has no parts, and all are relative to it', () => {
  const path = (expression: string): string | undefined => reprAfter(`from pathlib import Path\nx = ${expression}\n`)
  assert.equal(path('(Path(".").parts, Path("a/./b").parts, Path("/a").parts)'), "((), ('a', 'b'), ('/', 'a'))")
  assert.equal(path('(str(Path("a/b").relative_to(".")), Path("a").relative_to("a").parts)'), "('a/b', ())")
  assert.equal(path('[Path("a/b").is_relative_to(place) for place in ("a", "b", "/a", ".", "a/b")]'), '[True, False, False, True, True]')
  const inOther = 'try:\n    x = Path("/a").relative_to("/b")\n    x = 1\nexcept ValueError:\n    pass\n'
  assert.notEqual(reprAfter(`from pathlib import Path\nx = 0\n${inOther}`), '1')
})

cases('what is looked for may be looked for in a part', [
  ["'a-b-c'.index('-', 2)", '3'],
  ["'a-b-c'.find('-', -2)", '3'],
  ["'a-b-c'.find('-', 2, 3)", '-1'],
  ["'a-b-c'.rfind('-')", '3'],
  ["'a-b-c'.rindex('-', 0, 3)", '1'],
  ["'😀-b'.find('b')", '2'],
  ["'a-b-c'.index('x')", undefined],
  ["'a-b-c'.count('-', 2)", '1'],
  ["'a-b-c'.startswith('b', 2)", 'True'],
  ["'a-b-c'.endswith(('b', 'x'), 0, 3)", 'True'],
  ['[1, 2, 1].index(1, 1)', '2'],
  ['[1, 2, 1].index(2, 0, -1)', '1'],
  ['(1, 2, 1).index(2, 2)', undefined],
])
