import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'
import { parametrizedTests, testOver } from '../../testing/parametrized-tests.ts'

describe('what hangs on the machine', () => {
  it('has what the branch gives it that is meant, and nothing of the other', () => {
    const windows = 'sys.platform == "win32"'
    for (const [text, asked, id] of [
      [`some = []\nif ${windows}:\n    some = ["n"]\nelse:\n    some = ["p"]`, 'some', '[p]'],
      [`some = ["z"]\nif not ${windows}:\n    some = ["p"]`, 'some', '[p]'],
      [`class Some:\n    kind = "p"\nif ${windows}:\n    Some.kind = "n"\n    Some.more = "n"`, '[Some.kind]', '[p]'],
      [`class Some: pass\nif ${windows}:\n    Some.kind = "n"\nelse:\n    Some.kind = "p"`, '[Some.kind]', '[p]'],
      [`class Some:\n    kind = "p"\nif ${windows}:\n    setattr(Some, "kind", "n")`, '[Some.kind]', '[p]'],
      [`some = {"kind": "p"}\nif ${windows}:\n    some["kind"] = "n"\n    some.update(more="n")`, 'list(some.values())', '[p]'],
      [
        `def find():\n    if not ${windows}:\n        raise ValueError\n    return "n"\ntry:\n    some = find()\nexcept ValueError:\n    some = "p"`,
        '[some]',
        '[p]',
      ],
      ['', `[${windows}]`, '[False]'],
    ] as const)
      assert.deepEqual(parametrizedTests(testOver(`${text}\nrows = ${asked}`)), [`active ${id}`], text)
  })

  it('leaves what only the other branch declares under a condition', () => {
    const text = 'class TestIt:\n    def test_a(self): pass\nif sys.platform == "win32":\n    TestIt.test_b = lambda self: None\n'
    const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': `import sys\n${text}` })
    assert.deepEqual(
      files.flatMap(({ suites }) => suites.flatMap(({ tests }) => tests.map(({ name, modifiers }) => [name, ...modifiers]))),
      [['test_a'], ['test_b', 'conditional']],
    )
    const guarded = 'if sys.platform != "win32":\n    raise OSError\ndef test_it(): pass\n'
    assert.deepEqual(parametrizedTests(guarded), ['active conditional '])
  })

  it('says of a member of a class that only may be set that it is one of two', () => {
    const text = 'class Some:\n    kind = "p"\nif os.environ["KIND"]:\n    Some.kind = "n"'
    assert.deepEqual(parametrizedTests(testOver(`${text}\nrows = [Some.kind]`)), ['active ?'])
  })

  it('is what it is where tests are listed: on POSIX systems', () => {
    const chosen = testOver('kind = "selector"\nif sys.platform == "win32":\n    kind = "proactor"\nrows = [kind]')
    assert.deepEqual(parametrizedTests(chosen), ['active [selector]'])
    const given = 'def find():\n    if sys.platform == "win32":\n        return "proactor"\n    return "selector"\nrows = [find()]'
    assert.deepEqual(parametrizedTests(testOver(given)), ['active [selector]'])
    const both =
      'def find():\n    if sys.platform == "win32":\n        return "proactor"\n    else:\n        return "selector"\nrows = [find()]'
    assert.deepEqual(parametrizedTests(testOver(both)), ['active [selector]'])
  })

  it('is what it is without variables of the project in the environment', () => {
    const rooted = (ask: string): string =>
      testOver(`def find():\n    root = ${ask}\n    if root is not None:\n        return root\n    return "here"\nrows = [find()]`)
    assert.deepEqual(parametrizedTests(rooted('os.environ.get("ORCHARD_ROOT")')), ['active [here]'])
    assert.deepEqual(parametrizedTests(rooted('os.getenv("ORCHARD_ROOT")')), ['active [here]'])
    for (const ask of [
      'os.environ.get("HOME")',
      'os.environ.get("CI")',
      'os.environ.get("ORCHARD_ROOT", "there")',
      'os.environ["ORCHARD_ROOT"]',
    ])
      assert.deepEqual(parametrizedTests(rooted(ask)), ['active ?'], ask)
  })

  it('but whether tests run under it is conditional all the same', () => {
    const skipping = (condition: string): string => `@pytest.mark.skipif(${condition}, reason="")\ndef test_it(): pass\n`
    for (const condition of [
      'os.environ.get("ORCHARD")',
      'not os.environ.get("ORCHARD")',
      'os.environ.get("ORCHARD") is None',
      'os.getenv("ORCHARD") == "1"',
    ])
      assert.deepEqual(parametrizedTests(skipping(condition)), ['active conditional '], condition)
    assert.deepEqual(parametrizedTests('if os.environ.get("ORCHARD"):\n    def test_it(): pass\n'), ['active conditional '])
    assert.deepEqual(parametrizedTests('if not os.environ.get("ORCHARD"):\n    def test_it(): pass\n'), ['active conditional '])
  })

  it('is what a handler gives where it is meant to throw, and not known where a class may have been given another value', () => {
    const raising = 'def find():\n    if not os.environ.get("ORCHARD"):\n        raise ValueError\n    return "there"\n'
    const caught = (find: string): string =>
      testOver(`${find}try:\n    kind = find()\nexcept ValueError:\n    kind = "here"\nrows = [kind]`)
    assert.deepEqual(parametrizedTests(caught(raising)), ['active [here]'])
    assert.deepEqual(parametrizedTests(caught(raising.replace('not ', ''))), ['active [there]'])
    const changed = (condition: string): string =>
      testOver(`class Tree:\n    kind = "oak"\nif ${condition}:\n    Tree.kind = "elm"\nrows = [Tree.kind]`)
    assert.deepEqual(parametrizedTests(changed('os.environ["KIND"]')), ['active ?'])
    assert.deepEqual(parametrizedTests(changed('True')), ['active [elm]'])
  })

  it('names truths as they are where tests are listed', () => {
    const truths = 'rows = [sys.platform == "win32", not os.environ.get("ORCHARD"), sys.version_info >= (3, 30)]'
    assert.deepEqual(parametrizedTests(testOver(truths)), ['active [False0] [True] [False1]'])
  })

  it('keeps an empty group of one that may be there, as Python does', () => {
    assert.deepEqual(parametrizedTests(testOver('import re\nrows = [str(re.match("(a*)?b", "b").groups())]')), ["active [('',)]"])
  })

  it('leaves expressions alone that may take for ever, and searches that prefer nothing', () => {
    assert.deepEqual(parametrizedTests(testOver('import re\nrows = [re.sub("(a+)+$", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")]')), [
      'active ?',
    ])
    assert.deepEqual(parametrizedTests(testOver('import re\nrows = re.findall("a??", "aa")')), ['active ?'])
    for (const text of [
      're.search("[abc]" * 20000, "x")',
      're.match("(a)?" * 25000, "b")',
      're.sub("a", "a" * 9000, "a" * 90000)',
      're.sub("[^a-z]", "_", __file__)',
    ])
      assert.deepEqual(parametrizedTests(testOver(`import re\nrows = [${text}]`)), ['active ?'], text)
  })
})
