import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sayAssertion } from './say-assertion.ts'

const table = (title: string, rows: readonly (readonly [said: string | null, ...assertions: string[]])[]): void => {
  for (const [said, ...assertions] of rows) {
    test(`${title}: ${assertions.join(' ; ')}`, () => assert.equal(sayAssertion(assertions), said))
  }
}

table('values', [
  ['the output is "a"', 'assert result.output == "a"'],
  ['the output is "a"', 'assert "a" == result.output, "why"'],
  ['the status code is not 200', 'expect(res.statusCode).not.toBe(200)'],
  ['the data is "index"', 'assert rv.data == b"index"'],
  ['the result is [1, 2]', 'assert got == [1, 2]'],
  ['the body is "called"', 'assert.Equal(t, "called", w.Body.String())'],
  ['the name is "child"', 'c.Name() != "child"'],
  ['X-Method is "HEAD"', 'assert rv.headers["X-Method"] == "HEAD"'],
  ['the diameter is about 0.5', 'self.assertEqual(g.diameter, approx(0.5, abs=1e-7))'],
  ['the error message contains "no such file"', 'assert "no such file" in str(e.value)'],
  ['the output does not contain "b"', 'checkStringOmits(t, output, "b")'],
  ['the number of errors is 1', 'assert.Len(t, c.Errors, 1)'],
  ['the list has length 2', 'expect(page.list.length).toBe(2)'],
  ['the user is None', 'self.assertIsNone(reply["user"])'],
])

table('calls', [
  ['join("a", 2) is "a/2"', 'expect(join("a", 2)).toBe("a/2")'],
  ['parse("{") throws', 'expect(() => parse("{")).toThrow()'],
  ['parse() returns {"a": 1}', 'expect(schema.parse(input)).toEqual({"a": 1})'],
  ['is_connected() is true', 'assert nx.is_connected(G)'],
  ['is_connected() is false', 'assert not nx.is_connected(G)'],
  ['to_list() returns [1]', 'assert reader.to_list() == [1]'],
  ['onChange is called twice', 'expect(onChange).toHaveBeenCalledTimes(2)'],
  ['onChange is not called', 'expect(onChange).not.toHaveBeenCalled()'],
])

table('what needs the code around it is not said', [
  [null, 'assert x == 5'],
  [null, 'assert result == expected'],
  [null, 'assert len(a) == 2 and len(b) == 3'],
  [null, 'expect(result).toEqual({ id: user.id })'],
  [null, 'got != want'],
  [null, 'expect(() => run()).not.toThrow()'],
  [null, 'a(b, "c"'],
])

table('of several the one that says most, and none that another contradicts', [
  ['the output contains "done"', 'assert result.exit_code == 0', 'assert "done" in result.output'],
  [null, 'expect(counter.count).toBe(1)', 'expect(counter.count).toBe(2)'],
  ['the name is "b"', 'expect(user.age).toBe(1)', 'expect(user.age).toBe(2)', 'expect(user.name).toBe("b")'],
])
