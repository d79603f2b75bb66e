import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, reprAfter } from './testing/evaluate-python.ts'

const FRUIT = 'type("Plum", (type("Fruit", (), {"ripe": 1}),), {"blue": 2})'

cases('what Python knows of a class', [
  [`[one.__name__ for one in ${FRUIT}.__mro__]`, "['Plum', 'Fruit', 'object']"],
  [`[one.__name__ for one in ${FRUIT}.mro()]`, "['Plum', 'Fruit', 'object']"],
  [`[one.__name__ for one in ${FRUIT}.__bases__]`, "['Fruit']"],
  [`[one.__name__ for one in ${FRUIT}.__bases__[0].__bases__]`, "['object']"],
  [`[name for one in ${FRUIT}.__mro__ for name in ('blue', 'ripe') if one.__dict__.get(name, 0)]`, "['blue', 'ripe']"],
  ['type("Plum", (unknown(),), {}).__mro__', undefined],
  [`sorted(${FRUIT}.__dict__)`, undefined],
  [`len(${FRUIT}.__dict__)`, undefined],
  [`'__module__' in ${FRUIT}.__dict__`, 'True'],
  [`'ripe' in ${FRUIT}.__dict__`, 'False'],
  ['object.__module__', "'builtins'"],
])

test('what is only annotated is no member', () => {
  const basket = 'class Basket:\n    plum: int\n    pear: int = 3\n'
  assert.equal(reprAfter(`${basket}x = [hasattr(Basket, 'plum'), hasattr(Basket, 'pear')]\n`), '[False, True]')
  assert.equal(reprAfter(`${basket}x = [one for one in vars(Basket) if not one.startswith('_')]\n`), "['pear']")
  const doubtful = `import os\n${basket}    if os.environ['FIG']:\n        fig = 4\n`
  assert.equal(reprAfter(`${doubtful}x = [one for one in vars(Basket) if not one.startswith('_')]\n`), undefined)
})

test('decorators of hypothesis that are made by a call give the function back', () => {
  const made = 'from hypothesis import example, given, settings, strategies\ndef ripen(plum): pass\n'
  assert.equal(reprAfter(`${made}x = given(strategies.integers())(settings(**unknown())(example(1)(ripen))).__name__\n`), "'ripen'")
})
