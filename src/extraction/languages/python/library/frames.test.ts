import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../../testing/link-texts.ts'

/** The tests of a file that puts them, by a function of another file, into the module of a frame. */
const namesMade = (making: string, file: string): string[] =>
  linkTexts({
    'pytest.ini': '[pytest]\n',
    'tests/rules.py': `import inspect, sys\n${making}`,
    'tests/test_fruit.py': `import pytest, rules\n${file}`,
  }).files.flatMap(({ tests }) => tests.map(({ name }) => name))

const MAKE = 'def make(name):\n    '

describe('tests that a function puts into the module of who calls it', () => {
  it('are listed, whichever way it finds the module', () => {
    for (const putting of [
      "sys._getframe(1).f_globals['test_' + name] = lambda: None",
      "inspect.currentframe().f_back.f_globals['test_' + name] = lambda: None",
      "inspect.currentframe().f_back.f_globals.update({'test_' + name: lambda: None})",
      "setattr(inspect.getmodule(inspect.stack()[1][0]), 'test_' + name, lambda: None)",
      "setattr(sys.modules[inspect.stack()[1].frame.f_globals['__name__']], 'test_' + name, lambda: None)",
    ])
      assert.deepEqual(
        namesMade(MAKE + putting, "for name in ['plum', 'pear']:\n    rules.make(name)\n"),
        ['test_plum', 'test_pear'],
        putting,
      )
  })

  it('are those of the frame that is meant: functions and bodies of classes have one each, loops have none', () => {
    const twoUp = `${MAKE}put(name)\ndef put(name):\n    sys._getframe(2).f_globals['test_' + name] = lambda: None\n`
    assert.deepEqual(namesMade(twoUp, "rules.make('plum')\n"), ['test_plum'])
    assert.deepEqual(namesMade(twoUp, "class Basket:\n    rules.put('fig')\n"), ['test_fig'])
    const ownModule = "def make(name):\n    sys._getframe(0).f_globals['test_' + name] = lambda: None\n"
    assert.deepEqual(namesMade(ownModule, "rules.make('plum')\n"), [])
  })
})
