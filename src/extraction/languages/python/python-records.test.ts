import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprAfter } from './testing/evaluate-python.ts'

const TREES = `
import attr, attrs, copy, dataclasses
from dataclasses import dataclass, field, InitVar
from typing import NamedTuple

@dataclass
class Tree:
    kind: str
    age: int = 1
    label: str = field(init=False)
    def __post_init__(self):
        self.label = f"{self.kind} {self.age}"

@dataclass
class Fruit(Tree):
    pips: int = 0
    def __post_init__(self):
        super().__post_init__()
        self.pips += 5

@dataclass
class Hedge:
    height: int = 1
    scale: InitVar[int] = 2
    def __post_init__(self, scale):
        self.__dict__["height"] = self.height * scale
        self.__dict__.update(mown=True)

class Tall(Tree):
    def __init__(self, kind):
        super().__init__(kind.upper(), age=90)

@dataclass(init=False)
class Bare:
    leaves: int = 4

@attrs.define
class Basket:
    weight: int = attrs.field(converter=int)
    _owner: str = "nobody"

@attr.s
class Crate:
    size = attr.ib(default=1)
    def __init__(self):
        self.size = 50

@attr.s(init=False)
class Box:
    size = attr.ib(default=1)
    def __init__(self, size):
        self.__attrs_init__(size + 1)

@attrs.define
class Bag:
    size: int = 1
    def __init__(self, *sizes):
        self.size = sum(sizes)

@dataclass(frozen=True, order=True)
class Seed:
    size: int

class Place(NamedTuple):
    row: int
    column: int = 7

class Marked(Place):
    colour: str = "red"
    def __new__(cls, row):
        return super().__new__(cls, row, row * 2)
    def sum(self):
        return self.row + self.column
`

/** What Python 3.11 prints. */
const ROWS: readonly (readonly [expression: string, printed: string | undefined])[] = [
  ["dataclasses.replace(Tree('oak'), age=300).label", "'oak 300'"],
  ['dataclasses.replace(Hedge(3), height=1, scale=5).height', '5'],
  ["copy.copy(Tree('elm')).label", "'elm 1'"],
  ["Fruit('pear', 4)", "Fruit(kind='pear', age=4, label='pear 4', pips=5)"],
  ["dataclasses.replace(Fruit('pear', 4), age=6).pips", '10'],
  ['(Hedge(3).height, Hedge().mown)', '(6, True)'],
  ["(Tall('ash').kind, Tall('ash').label)", "('ASH', 'ASH 90')"],
  ["vars(Tall('ash'))", "{'kind': 'ASH', 'age': 90, 'label': 'ASH 90'}"],
  ['Bare().leaves', '4'],
  ["attrs.evolve(Basket('3'), weight='8').weight", '8'],
  ["attrs.evolve(Basket(3), owner='Ann')._owner", "'Ann'"],
  ['Crate(9).size', '9'],
  ['Box(9).size', '10'],
  ['Bag(3, 4).size', '7'],
  ['Marked(3).sum()', '9'],
  ['Marked(3).colour', "'red'"],
  ['(Place(1) == (1, 7), (1, 7) in {Place(1): 2}, {Place(1): 2}.get((1, 7)))', '(True, True, 2)'],
  ["getattr(Place(1), 'kind', 'none')", "'none'"],
  // What it is compared by is its class's own affair.
  ["{Seed(1): 2}.get(Seed(1), 'none')", undefined],
  ['sorted([Seed(2), Seed(1)])[0].size', undefined],
]

test('records are made, changed and compared as their classes do it', () => {
  for (const [expression, printed] of ROWS) assert.equal(reprAfter(`${TREES}x = ${expression}\n`), printed, expression)
})
