import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sentenceOf, type Given } from './testing/specified-tests.ts'

type Row = readonly [name: string, sentence: string, given?: Given]

const table = (title: string, rows: readonly Row[]): void => {
  for (const [name, sentence, given] of rows) {
    test(`${title}: ${JSON.stringify(name)}`, () => assert.equal(sentenceOf(name, given), sentence))
  }
}

table('what assertions say of a topic', [
  ['test_simple_stream', 'For simple stream, the data is "42"', { language: 'python', assertions: ['assert rv.data == b"42"'] }],
  [
    'test_static_folder',
    'Responds with 200 for static folder',
    { language: 'python', assertions: ['assert rv.status_code == 200', 'assert rv.status_code == 200'] },
  ],
  [
    'child and parent domain',
    'Responds with 200 and 404 for child and parent domain',
    { assertions: ['expect(res.status).toBe(200)', 'expect(res.status).toBe(404)'] },
  ],
  // A status among other things is not the point.
  ['plain page', 'For plain page, the body is "x"', { assertions: ['expect(res.status).toBe(200)', 'expect(res.body).toBe("x")'] }],
  [
    'test_abort_no_app',
    'Raises Unauthorized and LookupError for abort no app',
    { language: 'python', assertions: ['with pytest.raises(werkzeug.Unauthorized)', 'with pytest.raises(LookupError)'] },
  ],
  ['default page', 'Gives the recorded output for default page', { assertions: ['expect(html).toMatchSnapshot()'] }],
  ['two listeners', 'Makes the expected calls for two listeners', { assertions: ['expect(spy).toHaveBeenCalledWith(event)'] }],
  ['TestLoadTwice', 'Thing loads twice', { language: 'go', assertions: ['require.NoError(t, err)'] }],
  ['TestPlainText', 'Gives no error for plain text', { language: 'go', assertions: ['require.NoError(t, err)'] }],
  ['inferred keys', 'Has the expected types for inferred keys', { assertions: ['expectTypeOf<A>().toEqualTypeOf<B>()'] }],
])

table('circumstances', [
  ['help command executed without a version', 'Gives the expected result when help command is executed without a version'],
  ['callbacks called last', 'Gives the expected result when callbacks are called last'],
  ['graph directed', 'Gives the expected result for graph directed'],
  ['no duplicate names', 'Gives the expected result with no duplicate names'],
  ['invalid', 'Parser gives the expected result when invalid', { suites: ['Parser'] }],
  ['when invalid', 'Routes panic when invalid', { suites: ['Routes'], assertions: ['assert.Panics(t, func() {})'] }],
  ['strict mode: empty list', 'Strict mode: gives the expected result for empty list'],
  ['strict mode: {a: 1}', 'Strict mode: gives the expected result for {a: 1}'],
])

table('conditions without their verb', [
  ['testLoginWhenPasswordWrongThenFails', 'Login fails when password is wrong', { language: 'java' }],
  ['whenTokenExpired_then401', 'Gives 401 when token is expired', { language: 'java' }],
  ['whenUserIsAdmin_thenAccessGranted', 'Access is granted when user is admin', { language: 'java' }],
  ['withNullInput_thenThrowsNPE', 'Throws NPE with null input', { language: 'java' }],
  ['returns null when not empty', 'Returns null when not empty'],
  ['returns 1 if values missing', 'Returns 1 if values are missing'],
])

table('names of code', [
  ['shouldThrowIllegalStateExceptionIfClosed', 'Throws IllegalStateException if closed', { language: 'java' }],
  ['shouldThrowAnErrorIfClosed', 'Throws an error if closed', { language: 'java' }],
  ['test_close', 'Parser gives the expected result for close', { language: 'python', feature: 'Parser' }],
  ['must without an error', 'Gives the expected result for must without an error'],
  ['fail writer', 'Gives the expected result for fail writer'],
  ['chained overwrites', 'Gives the expected result for chained overwrites'],
  ['schemas made after import are compiled', 'Schemas made after import are compiled'],
  ['test_response_do_not_repeat_charset', 'Response does not repeat charset', { language: 'python' }],
])

table('nouns of what is done', [
  ['date parsing', 'Parses dates'],
  ['dict field deserialization with custom values', 'Deserializes dict fields with custom values'],
  ['error handling', 'Handles errors'],
  ['JSON validation', 'Validates JSON'],
  ['async parsing', 'Gives the expected result for async parsing'],
  ['self registration', 'Gives the expected result for self registration'],
])

table('subjects', [
  ['empty input', 'Parser gives the expected result for empty input', { suites: ['Parser'] }],
  ['parser with tabs', 'Gives the expected result for parser with tabs', { suites: ['Parser'] }],
  ['open', 'Files give the expected result for open', { feature: 'Files' }],
  ['open', 'Gives the expected result for open', { feature: 'Utils' }],
  ['tt.name', 'Gives the expected result for is planar', { suites: ['TestIsPlanar'], language: 'go', cases: { kind: 'dynamic' } }],
  ['Binding fail', 'Binding fails'],
])

table('suites as subjects', [
  ['is found by an index', 'A stored token is found by an index', { suites: ['a stored token'], feature: 'A stored token' }],
  ['are free when they expire', 'The rows of a lease are free when they expire', { suites: ['the rows of a lease'] }],
  ['is written once', 'Settings: is written once', { suites: ['settings'] }],
  ['that hold no test are left out', 'Suites that hold no test are left out', { suites: ['suites'] }],
  ['of two that end at once gets a version', 'An attempt of two that end at once gets a version', { suites: ['an attempt'] }],
  ['tests that look alike are one', 'Tests that look alike are one'],
  ['test that values are kept', 'Values are kept'],
  ['ends, and what was found so far is listed', 'Ends, and what was found so far is listed'],
])

table('cases', [
  ['name', 'Parser: does what each example says', { suites: ['Parser'], cases: { kind: 'listed', names: ['returns 1', 'names it'] } }],
  ['tt.name', 'Distance gives the expected result in each case', { language: 'go', suites: ['TestDistance'], cases: { kind: 'dynamic' } }],
])

table('benchmarks and examples', [
  ['slog', 'The speed of adding fields is measured for slog', { language: 'go', suites: ['BenchmarkAddingFields'] }],
  ['Benchmark404', 'The speed of 404 is measured', { language: 'go' }],
  ['ExampleObject', 'An example shows object', { language: 'go' }],
])

table('steps of who uses the software', [
  [
    'Paying',
    'Paying: the user sees "paid" and the user has no items when the user pays with their card, given the user is signed in',
    {
      language: 'gherkin',
      assertions: ['Given I am signed in', 'When I pay with my card', 'Then I should see "paid"', 'And I have no items'],
    },
  ],
])
