import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Suite } from '../../../inventory/inventory.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const RUNNERS = {
  pytest: { 'pytest.ini': '[pytest]\n' },
  unittest: { Makefile: 'test:\n\tpython3 -m unittest discover\n' },
}

const OTHERS = {
  'maker.py': `import os
import unittest

def methods():
    return read_all(os.environ["WHERE"])

def make(name, **more):
    return type(name, (unittest.TestCase,), {f"test_{one}": None for one in methods()})

class Kettle:
    def case(self):
        return registry[os.environ["KIND"]].build()
`,
}

const linesOf = ({ name, line, suites, tests }: Suite): string[] => [
  ...tests.map((test) =>
    `${line} ${name} > ${test.name}${test.cases?.kind === 'dynamic' ? ' = ?' : ''} ${test.modifiers.join(' ')}`.trim(),
  ),
  ...suites.flatMap(linesOf),
]

const testsOf = (text: string, runner: keyof typeof RUNNERS, others: Record<string, string> = OTHERS): string[] =>
  linkTexts({ ...RUNNERS[runner], ...others, 'test_a.py': text })
    .files.filter(({ path, framework }) => path === 'test_a.py' && framework === runner)
    .flatMap(({ suites }) => suites.flatMap(linesOf))

for (const runner of ['pytest', 'unittest'] as const)
  describe(`classes that only a run of ${runner} makes`, () => {
    const check = (text: string, expected: string[]): void => assert.deepEqual(testsOf(text, runner), expected)

    it('are one dynamic test each, under the call that makes them', () => {
      check('from maker import Kettle\nKETTLE = Kettle()\n\nTestSteam = KETTLE.case()\nTestWhistle = Kettle().case()\n', [
        '4 TestSteam > KETTLE.case(…) = ?',
        '5 TestWhistle > Kettle(…).case(…) = ?',
      ])
    })

    it('may inherit the tests of another package', () => {
      const text = `from brewery.tests import test_kettles as t
from brewery.tests.mixins import ShinyTestMixin
class CopperKettleTest(t.KettleTest):
    def make(self): return 1
class LargeKettleTest(CopperKettleTest):
    def test_large(self): pass
class Shiny(ShinyTestMixin): pass
`
      check(text, [
        '3 CopperKettleTest > brewery.tests.test_kettles.KettleTest = ? conditional',
        '5 LargeKettleTest > test_large conditional',
        '5 LargeKettleTest > brewery.tests.test_kettles.KettleTest = ? conditional',
      ])
    })

    it('are known by name where only their methods are not', () => {
      check('from maker import make\n\nTestCups = make(\n    "TestCups",\n    handle=True,\n)\n', ['3 TestCups > make(…) = ?'])
    })

    it('pass their tests on', () => {
      check('from maker import make\n\nTestCups = make("TestCups")\n\nclass TestMugs(TestCups):\n    def test_handle(self): ...\n', [
        '3 TestCups > make(…) = ?',
        '5 TestMugs > test_handle',
        '5 TestMugs > type(…) = ?',
      ])
    })

    it('may have been given methods whose names are not known', () => {
      check(
        'import unittest\nfrom elsewhere import rows\n\nclass TestSaucer(unittest.TestCase):\n    def test_rim(self): ...\n\nfor row in rows():\n    setattr(TestSaucer, f"test_{row}", lambda self: None)\n    setattr(TestSaucer, row, 3)\n',
        ['4 TestSaucer > test_rim', '4 TestSaucer > setattr(…) = ?'],
      )
    })

    it('are given methods by the file that is linked and by what defines them, not by one file for another', () => {
      const base = 'import os\nimport unittest\n\nclass Base(unittest.TestCase):\n    def test_rim(self): ...\n'
      const set = (name: string): string => `setattr(${name}, os.environ["WHAT"], lambda self: None)\n`
      const taken = 'import base\n\nclass TestB(base.Base): ...\n'
      const rim = '3 TestB > test_rim'
      const check = (others: Record<string, string>, expected: string[]): void => assert.deepEqual(testsOf(taken, runner, others), expected)
      // Linked before the file that is looked at.
      check({ 'base.py': base, 'test_0.py': `import os\nfrom base import Base\n\nclass TestA(Base): ...\n\n${set('Base')}` }, [rim])
      const helper = `${base}\ndef fill(type):\n    ${set('type')}    return type\n`
      check({ 'base.py': helper, 'test_0.py': 'from base import Base, fill\n\nfill(Base)\n\nclass TestA(Base): ...\n' }, [rim])
      check({ 'base.py': `${base}\n${set('Base')}` }, [rim, '3 TestB > setattr(…) = ?'])
      const made = base.replace('class Base(unittest.TestCase):\n', 'def make():\n  class Base(unittest.TestCase):\n')
      check({ 'base.py': `${made}\n  ${set('Base')}  return Base\n\nBase = make()\n` }, [rim, '3 TestB > setattr(…) = ?'])
      assert.deepEqual(
        testsOf('from base import fill\n\n@fill\nclass TestB:\n    def test_own(self): ...\n', 'pytest', { 'base.py': helper }),
        ['4 TestB > test_own', '4 TestB > setattr(…) = ?'],
      )
    })

    it('may be made by a library that says so, or by `type`', () => {
      check('import pots\nfrom elsewhere import body, name\n\nTestLid = pots.make_test_case()\nTestRim = type(name, (), body)\n', [
        '4 TestLid > pots.make_test_case(…) = ?',
        '5 TestRim > type(…) = ?',
      ])
    })

    it('hang on conditions', () => {
      check('from maker import Kettle\nfrom elsewhere import hot\n\nif hot():\n    TestSteam = Kettle().case()\n', [
        '5 TestSteam > Kettle(…).case(…) = ? conditional',
      ])
    })

    it('are not what a library makes, what is an object, what is known, or what has another name', () => {
      check(
        `from collections import namedtuple
from typing import TypeVar
from orm import sessionmaker, TestApp
from maker import Kettle

TestPair = namedtuple("TestPair", fields)
TestType = TypeVar("TestType")
TestSession = sessionmaker(bind=1)
TestServer = TestApp(2)
TestKettle = Kettle()
TestSize = 4
steam = Kettle().case()
Steam = Kettle().case()

class TestReal:
    size = Kettle().case()
`,
        [],
      )
    })

    it('are told where they are put under a name that only a run tells', () => {
      const named = (putting: string): string[] => {
        const text = `import os, sys, unittest\nfor one in os.environ:\n    name = 'Test' + one\n    ${putting}\n`
        return linkTexts({ ...RUNNERS[runner], 'test_a.py': text })
          .files.filter(({ framework }) => framework === runner)
          .flatMap(({ tests }) => tests.map((test) => `${test.name}${test.cases?.kind === 'dynamic' ? ' = ?' : ''}`))
      }
      const plum = "(unittest.TestCase,), {'test_plum': lambda self: None})"
      assert.deepEqual(named(`globals()[name] = type(name, ${plum}`), ['globals()[…] = ?'])
      assert.deepEqual(named(`setattr(sys.modules[__name__], name, type('Plum', ${plum})`), ['setattr(…) = ?'])
      assert.deepEqual(named('globals()[name] = one.upper()'), [])
      assert.deepEqual(named("globals()[name] = type('Plum', (), {'ripe': 1})"), [])
    })
  })
