import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const JSON_TEXT = '["green", "black"]'

/** The tests over what a program makes of `teas.json`: their names or cases, `?` where these are dynamic. */
const testsOver = (path: string, text: string, json: string, more: Record<string, string> = {}): string[] =>
  linkTexts({ ...more, [path]: text, 'teas.json': json }).files.flatMap(({ tests }) =>
    tests.flatMap(({ name, cases }) => (cases?.kind === 'listed' ? cases.names : [cases ? '?' : name])),
  )

describe('the text of a JSON file', () => {
  it('is read by what takes a text, unless it begins with a byte order mark', () => {
    const text = "import { readFileSync } from 'node:fs'\nfor (const tea of JSON.parse(readFileSync('./teas.json', 'utf8'))) it(tea, f)"
    assert.deepEqual(testsOver('a.test.js', text, JSON_TEXT), ['green', 'black'])
    assert.deepEqual(testsOver('a.test.js', text, `\ufeff${JSON_TEXT}`), ['?'])
  })

  it('is read by what imports it in either case', () => {
    const text = "import teas from './teas.json'\nfor (const tea of teas) it(tea, f)"
    assert.deepEqual(testsOver('a.test.js', text, JSON_TEXT), ['green', 'black'])
    assert.deepEqual(testsOver('a.test.js', text, `\ufeff${JSON_TEXT}`), ['green', 'black'])
  })

  it('is read by Python, unless it begins with a byte order mark', () => {
    const text =
      'import json, pytest\nwith open("teas.json") as f: teas = json.load(f)\n@pytest.mark.parametrize("tea", teas)\ndef test_it(tea): pass'
    const more = { 'pytest.ini': '[pytest]\n' }
    assert.deepEqual(testsOver('test_a.py', text, JSON_TEXT, more), ['test_it[green]', 'test_it[black]'])
    assert.deepEqual(testsOver('test_a.py', text, `\ufeff${JSON_TEXT}`, more), ['?'])
  })
})
