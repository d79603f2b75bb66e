/** A set's items are known, and what takes them one after the other gets them in an order that hangs on the run. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'
import { cases, reprAfter } from './testing/evaluate-python.ts'

cases('no place of what is made of a set has a certain item', [
  ["list({'fig', 'plum'})[0]", undefined],
  ["tuple({'fig', 'plum'})[-1]", undefined],
  ["[*{'fig', 'plum'}][1]", undefined],
  ["[one.upper() for one in {'fig', 'plum'}][0]", undefined],
  ["list({'fig', 'plum'})[:1]", undefined],
  ["(['pear'] + list({'fig', 'plum'}))[0]", undefined],
  ["next(iter({'fig', 'plum'}))", undefined],
  ["list(zip({'fig', 'plum'}, [1, 2]))", undefined],
  ["list(enumerate({'fig', 'plum'}))", undefined],
  ["'-'.join({'fig', 'plum'})", undefined],
  ["list({'fig', 'plum'}).index('fig')", undefined],
  ["list({'fig', 'plum'}) == ['fig', 'plum']", undefined],
  ["list(map(str.upper, {'fig', 'plum'}))", undefined],
  ["sorted({'fig', 'kiwi', 'plum'}, key=len)[1]", undefined],
  ["list({'fig'})[0]", "'fig'"],
  ["list({'fig'} | set(unknown()))[0]", undefined],
  ["sorted({'fig', 'plum'} - {unknown()})", undefined],
  ["sorted({'fig', 'plum'} & {unknown()})", undefined],
  ["sorted({'fig', 'plum'} - {'plum', 'kiwi'})", "['fig']"],
  ["sorted({'plum', 'fig'})[0]", "'fig'"],
  ["sorted(list({'plum', 'fig', 'pear'}), key=len)", undefined],
  ["sorted({'kiwis', 'fig', 'plum'}, key=len)", "['fig', 'plum', 'kiwis']"],
  ["'fig' in list({'fig', 'plum'})", 'True'],
  ["len(list({'fig', 'plum'}))", '2'],
])

test('a set is taken apart and changed in no certain order', () => {
  assert.equal(reprAfter("a, b = {'fig', 'plum'}\nx = a\n"), undefined)
  assert.equal(reprAfter("def first(a, b): return a\nx = first(*{'fig', 'plum'})\n"), undefined)
  assert.equal(reprAfter("x = list({'fig', 'plum'})\nx.pop()\n"), undefined)
  assert.equal(reprAfter("x = list({'plum', 'fig'})\nx.sort()\n"), "['fig', 'plum']")
  for (const change of [
    "s.remove('fig')",
    "s.difference_update({'fig'})",
    "s.intersection_update({'plum'})",
    "s.symmetric_difference_update({'fig'})",
  ])
    assert.equal(reprAfter(`s = {'fig', 'plum'}\n${change}\nx = s\n`), "{'plum'}", change)
  assert.equal(reprAfter("s = {'fig', 'plum'}\ns.clear()\nx = s\n"), 'set()')
  assert.equal(reprAfter("s = {'fig'}\nx = (s.pop(), s)\n"), "('fig', set())")
})

test('tables of all that a set holds are known', () => {
  const names = (rows: string): string[] =>
    linkTexts({
      'pytest.ini': '[pytest]\n',
      'test_a.py': `import itertools, pytest\nS = {'fig', 'plum'}\n@pytest.mark.parametrize('it', ${rows})\ndef test_it(it): pass\n`,
    }).files.flatMap(({ tests }) => tests.flatMap(({ cases: found }) => (found?.kind === 'listed' ? found.names.toSorted() : ['?'])))
  const all = ['test_it[fig]', 'test_it[plum]']
  for (const rows of [
    'S',
    'list(S)',
    'sorted(S, key=bool)',
    '[one for one in S]',
    'list(S)[:]',
    'reversed(tuple(S))',
    'itertools.chain(S)',
  ])
    assert.deepEqual(names(rows), all, rows)
  assert.deepEqual(names('list(S)[:1]'), ['?'])
  assert.deepEqual(names('itertools.islice(S, 1)'), ['?'])
  assert.deepEqual(names('[pair[0] for pair in itertools.combinations(S, 2)]'), ['?'])
})
