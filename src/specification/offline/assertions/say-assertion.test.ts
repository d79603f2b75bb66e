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
  ['the origin is "a"', 't.assert.strictEqual(event.origin, "a")'],
  ['the origin is "b"', 'deepStrictEqual(event.origin, "b")'],
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

table('what is measured and of which type it is', [
  ['the config is of the type Config', 'assert isinstance(app.config, Config)'],
  ['the user is of the type Guest', 'assert.ok(user instanceof Guest)'],
  ['the body is of the type bytes', 'self.assertEqual(type(response.body), bytes)'],
  ['the error message is of the type Buffer', 'expect(err.message).toBeInstanceOf(Buffer)'],
  ['the number is at least 3', 'self.assertGreaterEqual(order.number, 3)'],
  ['the size is more than 0.5', 'assert file.size > 0.5'],
  ['the headers are at most 7', 'expect(headers).toBeLessThanOrEqual(7)'],
  ['the name starts with "a"', 'assert user.name.startswith("a")'],
  ['the name starts with "b"', 'self.assertTrue(user.name.startswith("b"))'],
  ['the age is 5', 'expect(user.age === 5).toBe(true)'],
  ['the names do not end with "z"', 'names.should.not.endWith("z")'],
])

table('what is read by a key or a place', [
  ['MODE is "fast"', 'assert app.config["MODE"] == "fast"'],
  ['Content-Type is "text/html"', 'assert.Equal(t, "text/html", w.Header().Get("Content-Type"))'],
  ['the status code is 302', 'assert.Equal(t, http.StatusFound, w.Code)'],
  ['the code is "invalid"', 'expect(result.error!.issues[0].code).toBe("invalid")'],
  ['the first of the lines contains "a"', 'assert "a" in lines[0]'],
  ["the class is 'left'", "img.attr('class')!.should.eql('left')"],
])

table('calls', [
  ['the edges are [(1, 2)]', 'assert edges_equal(list(graph.edges()), [(1, 2)])'],
  ['the edges are not []', 'assert not edges_equal(graph.edges, [])'],
  [null, 'assert nodes_almost_equal(graph.nodes, [])'],
  ['the src is "a.png"', `$('img').attr('src')!.should.eql("a.png")`],
  ['join("a", 2) is "a/2"', 'expect(join("a", 2)).toBe("a/2")'],
  ['parse("{") throws', 'expect(() => parse("{")).toThrow()'],
  ['parse() returns {"a": 1}', 'expect(schema.parse(input)).toEqual({"a": 1})'],
  ['is_connected() is true', 'assert nx.is_connected(G)'],
  ['is_connected() is false', 'assert not nx.is_connected(G)'],
  ['to_list() returns [1]', 'assert reader.to_list() == [1]'],
  ['index() returns "a"', 'assert index() == "a"'],
  [null, 'assert seen.items.pop() == "a"'],
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
  [null, 'check(t, output, "c")'],
  ['noRoute has length 1', 'assert.Len(t, router.noRoute, 1)'],
])

table('of several the one that says most, and what they say of different cases', [
  ['the output contains "done"', 'assert result.exit_code == 0', 'assert "done" in result.output'],
  ['the count is 1 in one case and 2 in another', 'expect(counter.count).toBe(1)', 'expect(counter.count).toBe(2)'],
  ['the data is "a", "b" and "c" in different cases', 'assert rv.data == b"a"', 'assert rv.data == b"b"', 'assert rv.data == b"c"'],
  [null, 'expect(page.list.length).toBe(2)', 'expect(page.list.length).toBe(3)'],
  [null, `assert rv.data == "${'a'.repeat(60)}"`, `assert rv.data == "${'b'.repeat(60)}"`],
  ['the name is "b"', 'expect(user.age).toBe(1)', 'expect(user.age).toBe(2)', 'expect(user.name).toBe("b")'],
])
