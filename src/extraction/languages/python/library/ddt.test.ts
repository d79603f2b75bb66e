import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../../testing/link-texts.ts'

const HEAD = `import collections, datetime, enum, typing, unittest, ddt
from harbour import DEPTH, Draught
class Mark(typing.NamedTuple):
    colour: str
    height: int
Pair = collections.namedtuple("Pair", "left right")
class Later(Mark): pass
class Plain: pass
class Colour(enum.Enum):
    RED = 1
class Level(enum.IntEnum):
    LOW = 1
`

/** The methods that one is made into for a value, with a question mark where their names can't be told. */
const methodsFor = (value: string): string[] => {
  const text = `${HEAD}@ddt.ddt\nclass BuoyTest(unittest.TestCase):\n    @ddt.data(${value})\n    def test_it(self, value): pass\n`
  const { files } = linkTexts({ Makefile: 'test:\n\tpython -m unittest\n', 'test_a.py': text })
  return files.flatMap(({ suites }) => suites.flatMap(({ tests }) => tests.map(({ name, cases }) => (cases ? `${name}?` : name))))
}

describe('a value of ddt', () => {
  it('is shown where it is made of numbers and texts, named tuples too', () => {
    assert.deepEqual(methodsFor('(1, ("a", [None]))'), ['test_it_1__1____a____None___'])
    assert.deepEqual(methodsFor('Mark("red", 1)'), ['test_it_1_Mark_colour__red___height_1_'])
    assert.deepEqual(methodsFor('(Mark("red", 1), 2)'), ['test_it_1__Mark_colour__red___height_1___2_'])
    assert.deepEqual(methodsFor('[Later("red", 1)]'), ['test_it_1__Later_colour__red___height_1__'])
    assert.deepEqual(methodsFor('(Pair(1, 2),)'), ['test_it_1__Pair_left_1__right_2___'])
  })

  it('gives its name where it has one', () => {
    assert.deepEqual(methodsFor('Plain, KeyError, datetime.date'), ['test_it_1_Plain', 'test_it_2_KeyError', 'test_it_3_date'])
  })

  it('only counts where anything else is in it', () => {
    for (const value of [
      '(Plain(), 1)',
      '[Colour.RED]',
      'Colour.RED',
      '(KeyError, 1)',
      '[{}]',
      '{1}',
      'b"a"',
      '(Mark(Plain(), 1),)',
      '(len, 1)',
    ])
      assert.deepEqual(methodsFor(value), ['test_it_1'], value)
  })

  it('may be shown where something in it is not known', () => {
    for (const value of ['(1, DEPTH)', '[("a", Draught(1))]', 'DEPTH', 'Mark("red", DEPTH)', 'Level.LOW', '[Level.LOW]'])
      assert.deepEqual(methodsFor(value), ['test_it?'], value)
    assert.deepEqual(methodsFor('(DEPTH, Plain())'), ['test_it_1'])
  })
})
