import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parametrizedTests } from '../../../testing/parametrized-tests.ts'

const BEHIND_EITHER = `import functools, shutil
class Shed:
    def behind(self, function):
        @functools.wraps(function)
        def opened(*args, **kwargs): return function(*args, **kwargs)
        return opened
class Barn(Shed):
    pass
def sheltered(function):
    return (Barn if shutil.which("barn") else Shed)().behind(function)
`

const TEST = '@sheltered\n@pytest.mark.parametrize("n", [1, 2])\ndef test_it(n): pass\n'

describe('what wraps a function of which it is not known which of several it is', () => {
  it('takes over the marks that all of them have', () => {
    const updated =
      'def locked(function):\n    def inner(*args, **kwargs): return function(*args, **kwargs)\n    functools.update_wrapper(inner, function)\n    return inner\n'
    const wrapped =
      'def locked(function):\n    @functools.wraps(function)\n    def inner(*args, **kwargs): return function(*args, **kwargs)\n    return inner\n'
    for (const locked of [updated, wrapped])
      assert.deepEqual(parametrizedTests(`${BEHIND_EITHER}${locked}@locked\n@locked\n${TEST}`), ['active [1] [2]'])
  })

  it('has any number of cases where only some of them are parametrized', () => {
    const perhaps =
      'def perhaps(function):\n    if shutil.which("barn"):\n        return pytest.mark.parametrize("n", [1, 2])(lambda n: n)\n    return lambda n=0: n\n'
    const locked =
      'def locked(function):\n    @functools.wraps(function)\n    def inner(*args, **kwargs): return function(*args, **kwargs)\n    return inner\n'
    assert.deepEqual(parametrizedTests(`import functools, shutil\n${perhaps}${locked}@locked\n@perhaps\ndef test_it(n=0): pass\n`), [
      'active ?',
    ])
  })
})
