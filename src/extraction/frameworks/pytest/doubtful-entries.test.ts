import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

/** The cases over what an expression gives, as listed; `?` where they are dynamic. */
const casesOver = (expression: string, more = ''): string[] => {
  const text = `import os, pytest
has = os.getpid() > 3
all = {"a": 1}
if has:
    all["b"] = 2
all["c"] = 3
${more}
@pytest.mark.parametrize("x", ${expression})
def test_it(x): pass
`
  return linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': text }).files.flatMap(({ tests }) =>
    tests.map(({ modifiers, cases }) =>
      [...modifiers, ...(cases?.kind === 'listed' ? cases.names.map((name) => name.slice('test_it['.length, -1)) : ['?'])].join(' '),
    ),
  )
}

describe('an entry that only may be in a dictionary', () => {
  const EACH = ['a c', 'conditional b']
  const table: [what: string, expression: string, expected: string[], more?: string][] = [
    ['is a case of its own', 'list(all)', EACH],
    ['is one of its values', 'all.values()', ['1 3', 'conditional 2']],
    ['is one of its pairs', '[k for k, v in all.items()]', EACH],
    ['is in a copy too', 'all.copy()', EACH],
    ['is in what is made of it', '{**all}', EACH],
    ['is in what is made of each entry', '{k: v for k, v in all.items()}', EACH],
    ['stands beside one whose key is not known', 'more', ['?'], 'more = {find(k): k for k in all}'],
    ['is in what it is joined with', 'dict(all) | {"d": 4}', ['a c d', 'conditional b']],
    ['is in what pairs are put into', 'dict(list(all.items()))', EACH],
    ['is in a sorted list', 'sorted(all, reverse=True)', ['c a', 'conditional b']],
    ['is in a set', 'sorted(set(all) - {"c"} | {"d"})', ['a d', 'conditional b']],
    ['is what two have in common', 'sorted({"a", "b", "d"} & set(all))', ['a', 'conditional b']],
    ['may be why another is not there', 'sorted({"a", "b", "d"} - set(all))', ['conditional b', 'd']],
    ['may be taken out', 'list(all)', ['conditional a b', 'c'], 'if has:\n    del all["a"]'],
    ['may be popped', 'list(all)', ['a', 'conditional b c'], 'if has:\n    all.pop("c")'],
    ['is there no more once it is popped for certain', 'list(all)', ['a c'], 'all.pop("b", None)'],
    ['is certain once it is set for certain', 'list(more)', ['b'], 'more = {}\nif has:\n    more["b"] = 1\nmore["b"] = 2'],
    ['has the id in step with it', 'all.values(), ids=all.keys()', EACH],
    ['leaves ids that are out of step open', 'all.values(), ids=["x", *all]', ['?']],
    ['may be put in with others', 'list(all)', ['a c', 'conditional b d'], 'if has:\n    all.update(d=4)'],
    ['may have another value since', '[all["a"]]', ['?'], 'if has:\n    all.update(a=9)'],
    ['may be set where it is missing', 'list(all)', ['a c', 'conditional b d'], 'if has:\n    all.setdefault("d", 4)'],
    ['is there no more once all are taken out', 'list(all)', ['z'], 'all.clear()\nall["z"] = 1'],
    [
      'leaves others in doubt that may be taken out with it',
      'list(more)',
      ['conditional a b', 'conditional NOTSET'],
      'more = {"a": 1, "b": 2}\nif has:\n    more.clear()',
    ],
    ['is not the last that is taken out', 'list(more)', ['a'], 'more = {"a": 1, "b": 2}\nmore.popitem()'],
    ['stays in doubt when a copy loses it', 'list(all)', EACH, 'import copy\nother = copy.deepcopy(all)\nother.pop("b", None)'],
    ['is neither there nor not', '[1] if "b" in all else []', ['conditional 1', 'conditional NOTSET']],
    ['leaves another where it is', '["yes"] if "a" in all and "d" not in all and all["c"] == 3 else []', ['yes']],
    ['has its value, or what stands in for it', '[all.get("b", 2)]', ['2']],
    ['leaves its dictionary neither empty nor not', '[1] if more else [2]', ['?'], 'more = {}\nif has:\n    more["b"] = 1'],
    ['leaves the number of entries open', '[len(all)]', ['?']],
  ]
  for (const [what, expression, expected, more] of table) it(what, () => assert.deepEqual(casesOver(expression, more), expected))
})

describe('tests that only may be in a dictionary', () => {
  const listed = (rest: string): string[] =>
    linkTexts({
      'pytest.ini': '[pytest]\n',
      'test_a.py': `import os, unittest\ntests = {"test_a": lambda self: None}\nif os.getpid() > 3:\n    tests["test_b"] = lambda self: None\n${rest}`,
    }).files.flatMap(({ tests, suites }) =>
      [...tests, ...suites.flatMap((suite) => suite.tests)].map(({ name, modifiers, cases }) =>
        [...modifiers, name, ...(cases ? ['?'] : [])].join(' '),
      ),
    )

  it('are conditional where they are put among names', () => {
    assert.deepEqual(listed('globals().update(tests)'), ['test_a', 'conditional test_b'])
    assert.deepEqual(listed('class TestIt:\n    locals().update(tests)'), ['test_a', 'conditional test_b'])
  })

  it('are no certain tests of the class that is made of it', () =>
    assert.deepEqual(listed('TestIt = type("TestIt", (unittest.TestCase,), tests)'), ['test_a', 'type(…) ?']))
})
