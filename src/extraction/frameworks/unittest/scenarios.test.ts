import assert from 'node:assert/strict'
import { it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const listed = (loading: string, scenarios: string): string[] =>
  linkTexts({
    Makefile: 'test:\n\tpython3 -m unittest discover\n',
    'test_a.py': `import testscenarios, unittest
${loading}
class TestPlum(unittest.TestCase):
    scenarios = ${scenarios}
    def test_ripe(self): pass
`,
  })
    .files.filter(({ framework }) => framework === 'unittest')
    .flatMap(({ suites }) =>
      suites.flatMap(({ tests }) => tests.map(({ name, cases }) => `${name}${cases?.kind === 'dynamic' ? ' = ?' : ''}`)),
    )

it('a class’s scenarios multiply its tests where the module loads them so', () => {
  const scenarios = "[('blue', {'blue': 1}), ('green', {'blue': 0})]"
  const loading = 'load_tests = testscenarios.load_tests_apply_scenarios'
  assert.deepEqual(listed(loading, scenarios), ['test_ripe = ?'])
  assert.deepEqual(listed(`from testscenarios import load_tests_apply_scenarios as load_tests`, scenarios), ['test_ripe = ?'])
  assert.deepEqual(listed(loading, 'None'), ['test_ripe'])
  assert.deepEqual(listed('', scenarios), ['test_ripe'])
})
