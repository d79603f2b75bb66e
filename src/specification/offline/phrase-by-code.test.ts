/** Sentences that need the code of their tests: of what these assert and call, and of code in names. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sentenceOf, type Given } from './testing/specified-tests.ts'

type Row = readonly [name: string, sentence: string, given?: Given]

const DYNAMIC = { cases: { kind: 'dynamic' as const } }

const table = (title: string, rows: readonly Row[]): void => {
  for (const [name, sentence, given] of rows) {
    test(`${title}: ${JSON.stringify(name)}`, () => assert.equal(sentenceOf(name, given), sentence))
  }
}

table('errors and status codes of the assertions', [
  [
    'test_bad_url',
    'Raises HTTPError for bad URL',
    { language: 'python', assertions: ['with pytest.raises(requests.exceptions.HTTPError)'] },
  ],
  ['failing basic auth 401', 'Responds with 401 for failing basic auth', { assertions: ['expect(res.status).toBe(401)'] }],
  ['bad status 401 of a proxy', 'Responds with 401 for bad status 401 of a proxy', { assertions: ['expect(res.status).toBe(401)'] }],
  ['test_missing_file', 'Raises IOError for missing file', { language: 'python', assertions: ['with pytest.raises(IOError) as e'] }],
  ['invalid enum value', 'Throws an error for invalid enum value', { assertions: ['expect(() => parse(1)).toThrow()'] }],
  [
    'TestUnknownRoute',
    'Responds with 404 for unknown route',
    { language: 'go', assertions: ['assert.Equal(t, http.StatusNotFound, w.Code)'] },
  ],
  // What else such a test calls and expects to succeed is no assertion.
  ['valid enum value', 'Gives the expected result for valid enum value', { assertions: ['expect(() => parse(1)).toThrow()'] }],
  [
    'invalid value',
    'Throws an error in one case for invalid value',
    { assertions: ['expect(() => f()).toThrow()', 'expect(f(1)).toBe(2)'] },
  ],
  ['test_self_registration', 'Raises ValueError in one case for self registration', { assertions: ['with pytest.raises(ValueError)'] }],
  [
    'test_masks',
    'Masks raise errors in some cases',
    { feature: 'Masks', assertions: ['with pytest.raises(A)', 'with pytest.raises(B)', 'with pytest.raises(C)'] },
  ],
  [
    'tc.name',
    'Form file returns an error in some cases',
    { ...DYNAMIC, suites: ['TestFormFile'], language: 'go', assertions: ['assert.EqualError(t, err, tc.expectErr)'] },
  ],
  [
    'old files of %s',
    'Raises OSError in some cases for old files of each example',
    { ...DYNAMIC, assertions: ['with pytest.raises(OSError)'] },
  ],
  ['test_plain_option', 'Gives no error for plain option', { language: 'python', assertions: ['assert not result.exception'] }],
  // What a test needs may not fail either.
  ['TestNeededFlags', 'Gives the expected result for needed flags', { language: 'go', assertions: ['assertNoErr(t, mark(flag))'] }],
  ['TestExactArgs', 'Gives no error for exact args', { language: 'go', assertions: ['expectSuccess(output, err, t)'] }],
  ['test_old_names', 'Warns with FutureWarning in one case for old names', { assertions: ['with pytest.warns(FutureWarning)'] }],
  ['test_matching', 'Matching gives the expected result', { feature: 'Matching', assertions: ['with pytest.warns() if on else none()'] }],
])

table('names of functions that a test calls', [
  ['test_super_len_with_tell', 'super_len() returns 5 with tell', { language: 'python', assertions: ['assert super_len(a) == 5'] }],
  [
    'test_guess_filename_when_invalid',
    'guess_filename() returns None when invalid',
    { language: 'python', assertions: ['assert guess_filename(a) is None'] },
  ],
  ['test_load_dotenv', 'Loads dotenv', { language: 'python', assertions: ['assert load_dotenv()'] }],
  ['TestStripAnsiMixed', 'StripAnsi(): gives the expected result when mixed', { language: 'go', assertions: ['StripAnsi(a) != b'] }],
  [
    'test_should_bypass_proxies_win_registry',
    'should_bypass_proxies(): gives the expected result for win registry',
    { language: 'python', assertions: ['assert should_bypass_proxies(url, a)'] },
  ],
  ['test_strip_ansi_is_idempotent', 'strip_ansi() is idempotent', { language: 'python', assertions: ['assert strip_ansi(a) == a'] }],
])

table('messages of assertions that say what should be so', [
  [
    'color for method',
    'For color for method, the result is blue for GET',
    { assertions: ['assert.equal(paint(a), b, "the result should be blue for GET")'] },
  ],
  [
    'TestHandlerChainTooLong',
    'Panics for handler chain too long',
    { language: 'go', assertions: ['assert.Panics(t, f, "should panic by too many handlers")'] },
  ],
  ['the first one', 'Thing: for the first one, each is counted', { assertions: ['assert.ok(a, "Each must be counted.")'] }],
  ['the last one', 'Gives the expected result for the last one', { assertions: ['assert.ok(a, "none is found")'] }],
  ['the other one', 'For the other one, the error message is "a must be b"', { assertions: ['assert.equal(err.message, "a must be b")'] }],
  ['the same one', 'Gives the expected result for the same one', { assertions: ['assert.equal(a, b, "should be c but was %s")'] }],
])

table('code in names', [
  ['TestDecompress_ZipBomb', 'Decompresses zip bomb', { language: 'go' }],
  ['that Logger is exported', 'Logger is exported', { suites: ['Logger'] }],
  ['class A { b = 5 }', 'class A { b = 5 } is invalid', { suites: ['some-rule', 'invalid'] }],
  ['-b strips BOM', '-b strips BOM'],
  ['{ levels } logs to them', '{ levels } logs to them'],
  ['runtime bundle also targets older browsers', 'Runtime bundle also targets older browsers'],
  ['403 errors in a row', 'Gives the expected result for 403 errors in a row'],
])
